-- Whom a record was written without, so that it is found when they are there.
ALTER TABLE "Issue" ADD COLUMN "waitsFor" TEXT;

CREATE INDEX IF NOT EXISTS "Issue_projectId_waitsFor_idx" ON "Issue"("projectId", "waitsFor");
