-- What each kind of the source last answered, for what the screens may say of it.
CREATE TABLE "SourceAnswer" (
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3),
    "failedSince" TIMESTAMPTZ(3),
    "failure" TEXT,
    "code" TEXT,

    CONSTRAINT "SourceAnswer_pkey" PRIMARY KEY ("projectId","kind")
);

CREATE INDEX "SourceAnswer_shop_idx" ON "SourceAnswer"("shop");

ALTER TABLE "SourceAnswer" ADD CONSTRAINT "SourceAnswer_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whether the sum of a comparison comes out; older versions leave it open.
ALTER TABLE "SweepPass" ADD COLUMN "unread" INTEGER;
