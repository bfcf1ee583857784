-- What the source's categories are called, by their ids.
CREATE TABLE "SourceCategory" (
    "projectId" UUID NOT NULL,
    "sourceId" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "isGone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SourceCategory_pkey" PRIMARY KEY ("projectId","sourceId")
);

CREATE INDEX "SourceCategory_shop_idx" ON "SourceCategory"("shop");

ALTER TABLE "SourceCategory" ADD CONSTRAINT "SourceCategory_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
