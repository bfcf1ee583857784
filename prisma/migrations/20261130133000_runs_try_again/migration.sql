-- A run that one of the stores keeps waiting: since when, and when it is tried again.
ALTER TABLE "Run" ADD COLUMN "pausedAt" TIMESTAMPTZ(3);
ALTER TABLE "Run" ADD COLUMN "retryAt" TIMESTAMPTZ(3);
ALTER TABLE "Run" ADD COLUMN "away" JSONB;
ALTER TABLE "Run" ADD COLUMN "waiting" JSONB;

-- Found by every look of a worker; at most one run of a project is paused.
CREATE INDEX "Run_retryAt_idx" ON "Run"("retryAt");
