-- What each order came to in both stores when everything was compared.
CREATE TABLE "OrderTotal" (
    "runId" UUID NOT NULL,
    "sourceId" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "placedAt" TIMESTAMPTZ(3),
    "currency" TEXT,
    "amount" DECIMAL(65,30),
    "targetState" TEXT,
    "targetCurrency" TEXT,
    "targetAmount" DECIMAL(65,30),
    "isEdited" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "OrderTotal_pkey" PRIMARY KEY ("runId","sourceId")
);

CREATE INDEX "OrderTotal_shop_projectId_idx" ON "OrderTotal"("shop", "projectId");

ALTER TABLE "OrderTotal" ADD CONSTRAINT "OrderTotal_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
