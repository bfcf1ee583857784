-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "RunMode" AS ENUM ('full', 'recent');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'pausing', 'paused', 'cancelling', 'cancelled', 'completed', 'failed');

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "accessTokenCipher" BYTEA,
    "refreshTokenCipher" BYTEA,
    "refreshTokenExpires" TIMESTAMPTZ(3),
    "keyId" TEXT,
    "userId" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Shop" (
    "domain" TEXT NOT NULL,
    "shopifyId" TEXT,
    "name" TEXT,
    "currency" TEXT,
    "timezone" TEXT,
    "planName" TEXT,
    "isDevelopment" BOOLEAN NOT NULL DEFAULT false,
    "installedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uninstalledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Shop_pkey" PRIMARY KEY ("domain")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "cart" TEXT NOT NULL,
    "sourceUrl" TEXT NOT NULL,
    "sourceStoreId" TEXT NOT NULL,
    "sourceName" TEXT NOT NULL,
    "sourceVersion" TEXT NOT NULL,
    "sourceTimezone" TEXT NOT NULL,
    "sourceCurrency" TEXT NOT NULL,
    "credentialsCipher" BYTEA NOT NULL,
    "credentialsKeyId" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "entityPointsLimit" DECIMAL(12,1) NOT NULL DEFAULT 1000,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "mode" "RunMode" NOT NULL,
    "state" "RunState" NOT NULL,
    "reasonCode" TEXT,
    "reason" TEXT,
    "estimate" JSONB,
    "points" DECIMAL(12,1) NOT NULL DEFAULT 0,
    "leaseOwner" TEXT,
    "leaseExpiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunPass" (
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "windowFrom" TEXT,
    "windowTo" TEXT NOT NULL,
    "resume" TEXT,
    "total" INTEGER,
    "totalExact" BOOLEAN NOT NULL DEFAULT false,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "RunPass_pkey" PRIMARY KEY ("runId","kind")
);

-- CreateTable
CREATE TABLE "Watermark" (
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "runId" UUID NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Watermark_pkey" PRIMARY KEY ("projectId","kind")
);

-- CreateTable
CREATE TABLE "Mapping" (
    "id" BIGSERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "sourceFields" JSONB NOT NULL,
    "targetFields" JSONB NOT NULL,
    "children" JSONB NOT NULL DEFAULT '{}',
    "sourceChangedAt" TEXT,
    "mappingVersion" INTEGER NOT NULL,
    "firstRunId" UUID NOT NULL,
    "lastRunId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Intent" (
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "runId" UUID NOT NULL,
    "attempts" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Intent_pkey" PRIMARY KEY ("projectId","kind","sourceId")
);

-- CreateTable
CREATE TABLE "Outcome" (
    "id" BIGSERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "classification" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "gid" TEXT,
    "reference" TEXT NOT NULL,
    "amount" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Issue" (
    "id" BIGSERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "field" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL,
    "fingerprint" TEXT,
    "severity" TEXT NOT NULL,
    "mayHeal" BOOLEAN NOT NULL DEFAULT false,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "reference" TEXT NOT NULL,
    "optionsHash" TEXT,
    "mappingVersion" INTEGER NOT NULL,
    "resolution" TEXT,
    "resolvedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunEvent" (
    "id" BIGSERIAL NOT NULL,
    "shop" TEXT NOT NULL,
    "runId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "RunEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PrivacyExport" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PrivacyExport_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Session_shop_idx" ON "Session"("shop");

-- CreateIndex
CREATE INDEX "Project_shop_archivedAt_idx" ON "Project"("shop", "archivedAt");

-- CreateIndex
CREATE INDEX "Run_shop_projectId_createdAt_idx" ON "Run"("shop", "projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Run_state_idx" ON "Run"("state");

-- CreateIndex
CREATE INDEX "Mapping_shop_gid_idx" ON "Mapping"("shop", "gid");

-- CreateIndex
CREATE UNIQUE INDEX "Mapping_projectId_kind_sourceId_key" ON "Mapping"("projectId", "kind", "sourceId");

-- CreateIndex
CREATE INDEX "Outcome_runId_kind_outcome_id_idx" ON "Outcome"("runId", "kind", "outcome", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Outcome_runId_kind_sourceId_key" ON "Outcome"("runId", "kind", "sourceId");

-- CreateIndex
CREATE INDEX "Issue_shop_projectId_resolvedAt_id_idx" ON "Issue"("shop", "projectId", "resolvedAt", "id");

-- CreateIndex
CREATE INDEX "Issue_runId_id_idx" ON "Issue"("runId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Issue_projectId_kind_sourceId_code_field_key" ON "Issue"("projectId", "kind", "sourceId", "code", "field");

-- CreateIndex
CREATE INDEX "RunEvent_runId_id_idx" ON "RunEvent"("runId", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_shop_idx" ON "WebhookDelivery"("shop");

-- CreateIndex
CREATE INDEX "WebhookDelivery_receivedAt_idx" ON "WebhookDelivery"("receivedAt");

-- CreateIndex
CREATE INDEX "PrivacyExport_shop_createdAt_idx" ON "PrivacyExport"("shop", "createdAt");

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_shop_fkey" FOREIGN KEY ("shop") REFERENCES "Shop"("domain") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunPass" ADD CONSTRAINT "RunPass_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Watermark" ADD CONSTRAINT "Watermark_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mapping" ADD CONSTRAINT "Mapping_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Intent" ADD CONSTRAINT "Intent_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outcome" ADD CONSTRAINT "Outcome_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunEvent" ADD CONSTRAINT "RunEvent_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- One live run per project: the database itself refuses a second one.
CREATE UNIQUE INDEX "Run_one_live_per_project" ON "Run"("projectId")
  WHERE "state" IN ('queued', 'running', 'pausing', 'paused', 'cancelling');
