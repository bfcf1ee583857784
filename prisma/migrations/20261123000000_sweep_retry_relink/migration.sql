-- Only adds: workers of the version before go on while it is applied, and after.
ALTER TYPE "RunMode" ADD VALUE 'sweep';
ALTER TYPE "RunMode" ADD VALUE 'retry';
ALTER TYPE "RunMode" ADD VALUE 'relink';

ALTER TABLE "Run" ADD COLUMN "task" JSONB,
ADD COLUMN "crashes" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Mapping" ADD COLUMN "sourceMark" TEXT,
ADD COLUMN "sweptRunId" UUID;

ALTER TABLE "Project" ADD COLUMN "sweepReason" TEXT;

CREATE TABLE "RelinkProposal" (
    "id" BIGSERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "matchedBy" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RelinkProposal_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "RelinkProposal_projectId_kind_sourceId_gid_key" ON "RelinkProposal"("projectId", "kind", "sourceId", "gid");
CREATE INDEX "RelinkProposal_projectId_kind_gid_idx" ON "RelinkProposal"("projectId", "kind", "gid");
CREATE INDEX "RelinkProposal_shop_projectId_id_idx" ON "RelinkProposal"("shop", "projectId", "id");

ALTER TABLE "RelinkProposal" ADD CONSTRAINT "RelinkProposal_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "SweepPass" (
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "resume" TEXT,
    "total" INTEGER,
    "compared" INTEGER NOT NULL DEFAULT 0,
    "listedAt" TIMESTAMPTZ(3),
    "changed" INTEGER,
    "missing" INTEGER,
    "deleted" INTEGER,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "SweepPass_pkey" PRIMARY KEY ("runId","kind")
);

ALTER TABLE "SweepPass" ADD CONSTRAINT "SweepPass_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "SweepFinding" (
    "id" BIGSERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SweepFinding_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "SweepFinding_runId_kind_sourceId_key" ON "SweepFinding"("runId", "kind", "sourceId");
CREATE INDEX "SweepFinding_runId_kind_settled_id_idx" ON "SweepFinding"("runId", "kind", "settled", "id");
CREATE INDEX "SweepFinding_shop_projectId_idx" ON "SweepFinding"("shop", "projectId");

ALTER TABLE "SweepFinding" ADD CONSTRAINT "SweepFinding_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "Erasure" (
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Erasure_pkey" PRIMARY KEY ("projectId","kind","key")
);

CREATE INDEX "Erasure_shop_idx" ON "Erasure"("shop");

ALTER TABLE "Erasure" ADD CONSTRAINT "Erasure_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
