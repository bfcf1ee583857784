/**
 * Version of the rules that turn a source record into target fields. Raised when those rules change
 * so that records Shopify rejected before are worth another try, and so that fields an older version
 * did not know are not mistaken for a change in the source.
 */
export const MAPPING_VERSION = 5
