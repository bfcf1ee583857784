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
CREATE INDEX "RelinkProposal_shop_projectId_id_idx" ON "RelinkProposal"("shop", "projectId", "id");

ALTER TABLE "RelinkProposal" ADD CONSTRAINT "RelinkProposal_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
