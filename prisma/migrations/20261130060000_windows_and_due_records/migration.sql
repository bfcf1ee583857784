-- What a window was opened with, beside what older versions write.
ALTER TABLE "RunPass" ADD COLUMN "knownUpTo" TEXT,
ADD COLUMN "sourceClock" TEXT,
ADD COLUMN "completeUpTo" TEXT,
ADD COLUMN "newest" TEXT,
ADD COLUMN "askedTotal" INTEGER;

ALTER TABLE "SweepPass" ADD COLUMN "askedTotal" INTEGER;

-- Source records that change by themselves at a known time.
CREATE TABLE "DueRecord" (
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "at" TEXT NOT NULL,

    CONSTRAINT "DueRecord_pkey" PRIMARY KEY ("projectId","kind","sourceId")
);

CREATE INDEX "DueRecord_shop_idx" ON "DueRecord"("shop");

ALTER TABLE "DueRecord" ADD CONSTRAINT "DueRecord_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
