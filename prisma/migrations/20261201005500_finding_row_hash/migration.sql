-- What the list showed of a record that differed: whoever reads the record knows what it must not be older than.
ALTER TABLE "SweepFinding" ADD COLUMN "rowHash" TEXT;
