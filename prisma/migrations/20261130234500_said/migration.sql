-- What is told, as a key of the catalogue and its parameters (JSON). Rows without it hold a finished sentence.
ALTER TABLE "Issue" ADD COLUMN "said" TEXT;
ALTER TABLE "RunEvent" ADD COLUMN "said" TEXT;
ALTER TABLE "Run" ADD COLUMN "reasonSaid" TEXT;
