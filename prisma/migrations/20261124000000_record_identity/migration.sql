-- Only adds: workers of the version before go on while it is applied, and after.
ALTER TABLE "Run" ADD COLUMN "answered" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

ALTER TABLE "Mapping" ADD COLUMN "identity" JSONB;
