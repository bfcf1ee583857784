-- Only adds: workers of the version before go on while it is applied, and after.
ALTER TABLE "Shop" ADD COLUMN "accessGrantedAt" TIMESTAMPTZ(3);
