-- Who decided something about a record, and when.
ALTER TABLE "Issue" ADD COLUMN "decidedAt" TIMESTAMPTZ(3), ADD COLUMN "decidedBy" TEXT;

-- What was decided before: when is known nearly, by whom is not.
UPDATE "Issue" SET "decidedAt" = coalesce("resolvedAt", "updatedAt") WHERE "resolution" IS NOT NULL;

CREATE INDEX IF NOT EXISTS "Issue_shop_projectId_decidedAt_id_idx" ON "Issue"("shop", "projectId", "decidedAt", "id");
