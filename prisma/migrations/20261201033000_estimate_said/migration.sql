-- Why a count came to nothing, as key and parameters; `failedMessage` is the sentence of earlier releases.
ALTER TABLE "ProjectEstimate" ADD COLUMN "failedSaid" TEXT;
