-- What the last count of a project's old store gave, and who counts now.
CREATE TABLE "ProjectEstimate" (
    "projectId" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "estimate" JSONB,
    "countedAt" TIMESTAMPTZ(3),
    "basis" TEXT,
    "failedCode" TEXT,
    "failedMessage" TEXT,
    "failedSince" TIMESTAMPTZ(3),
    "triedAt" TIMESTAMPTZ(3),
    "askedAgainAt" TIMESTAMPTZ(3),
    "countingBy" TEXT,
    "countingUntil" TIMESTAMPTZ(3),

    CONSTRAINT "ProjectEstimate_pkey" PRIMARY KEY ("projectId","mode")
);

CREATE INDEX "ProjectEstimate_shop_idx" ON "ProjectEstimate"("shop");

ALTER TABLE "ProjectEstimate" ADD CONSTRAINT "ProjectEstimate_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
