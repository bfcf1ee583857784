/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AttributeInput = {
  key: string;
  value: string;
};

export const CollectionConditionMatchType = {
  All: 'ALL',
  Any: 'ANY'
} as const;

export type CollectionConditionMatchType = typeof CollectionConditionMatchType[keyof typeof CollectionConditionMatchType];
export type CollectionCreateConditionsSourceInput = {
  description?: string | null | undefined;
  exclusion?: CollectionCreateSourceExclusionInput | null | undefined;
  inclusion?: CollectionCreateSourceInclusionInput | null | undefined;
  targetType?: CollectionSourceTargetType | null | undefined;
  title: string;
};

export type CollectionCreateInput = {
  descriptionHtml?: string | null | undefined;
  handle?: string | null | undefined;
  image?: ImageInput | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  seo?: SeoInput | null | undefined;
  sortOrder?: CollectionSortOrder | null | undefined;
  sources?: Array<CollectionCreateSourceTargetInput> | null | undefined;
  templateSuffix?: string | null | undefined;
  title: string;
};

export type CollectionCreateSourceExclusionInput = {
  conditions?: Array<CollectionSourceExclusionConditionInput> | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  selections?: Array<CollectionExclusionProductSelectionInput> | null | undefined;
};

export type CollectionCreateSourceInclusionInput = {
  conditions?: Array<CollectionSourceInclusionConditionInput> | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  selections?: Array<CollectionInclusionProductSelectionInput> | null | undefined;
};

export type CollectionCreateSourceTargetInput =
  {   shareableSource: CollectionShareableSourceInput; source?: never; subCollections?: never; }
  |  { shareableSource?: never;   source: CollectionCreateConditionsSourceInput; subCollections?: never; }
  |  { shareableSource?: never; source?: never;   subCollections: CollectionCreateSubCollectionsSourceInput; };

export type CollectionCreateSubCollectionsSourceInput = {
  collectionIds: Array<string | number>;
  description?: string | null | undefined;
  title: string;
};

export type CollectionExclusionProductSelectionInput = {
  productId: string | number;
};

export type CollectionInclusionProductSelectionInput = {
  productId: string | number;
  variantIds?: Array<string | number> | null | undefined;
};

export type CollectionShareableSourceInput = {
  sourceId: string | number;
};

export const CollectionSortOrder = {
  AlphaAsc: 'ALPHA_ASC',
  AlphaDesc: 'ALPHA_DESC',
  BestSelling: 'BEST_SELLING',
  Created: 'CREATED',
  CreatedDesc: 'CREATED_DESC',
  Manual: 'MANUAL',
  MostRelevant: 'MOST_RELEVANT',
  PriceAsc: 'PRICE_ASC',
  PriceDesc: 'PRICE_DESC'
} as const;

export type CollectionSortOrder = typeof CollectionSortOrder[keyof typeof CollectionSortOrder];
export type CollectionSourceExclusionConditionCollectionInput = {
  values: Array<string | number>;
};

export type CollectionSourceExclusionConditionInput =
  {   collection: CollectionSourceExclusionConditionCollectionInput; productCategory?: never; productTag?: never; productType?: never; productVendor?: never; }
  |  { collection?: never;   productCategory: CollectionSourceExclusionConditionProductCategoryInput; productTag?: never; productType?: never; productVendor?: never; }
  |  { collection?: never; productCategory?: never;   productTag: CollectionSourceExclusionConditionProductTagInput; productType?: never; productVendor?: never; }
  |  { collection?: never; productCategory?: never; productTag?: never;   productType: CollectionSourceExclusionConditionProductTypeInput; productVendor?: never; }
  |  { collection?: never; productCategory?: never; productTag?: never; productType?: never;   productVendor: CollectionSourceExclusionConditionProductVendorInput; };

export type CollectionSourceExclusionConditionProductCategoryInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceExclusionConditionProductCategoryRelation;
  values: Array<CollectionSourceExclusionConditionProductCategoryValueInput>;
};

export const CollectionSourceExclusionConditionProductCategoryRelation = {
  Equals: 'EQUALS'
} as const;

export type CollectionSourceExclusionConditionProductCategoryRelation = typeof CollectionSourceExclusionConditionProductCategoryRelation[keyof typeof CollectionSourceExclusionConditionProductCategoryRelation];
export type CollectionSourceExclusionConditionProductCategoryValueInput = {
  categoryId: string | number;
  includeDescendants?: boolean | null | undefined;
};

export type CollectionSourceExclusionConditionProductTagInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceExclusionConditionProductTagRelation;
  values: Array<string>;
};

export const CollectionSourceExclusionConditionProductTagRelation = {
  TaggedWith: 'TAGGED_WITH'
} as const;

export type CollectionSourceExclusionConditionProductTagRelation = typeof CollectionSourceExclusionConditionProductTagRelation[keyof typeof CollectionSourceExclusionConditionProductTagRelation];
export type CollectionSourceExclusionConditionProductTypeInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceExclusionConditionProductTypeRelation;
  values: Array<string>;
};

export const CollectionSourceExclusionConditionProductTypeRelation = {
  Contains: 'CONTAINS',
  Equals: 'EQUALS'
} as const;

export type CollectionSourceExclusionConditionProductTypeRelation = typeof CollectionSourceExclusionConditionProductTypeRelation[keyof typeof CollectionSourceExclusionConditionProductTypeRelation];
export type CollectionSourceExclusionConditionProductVendorInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceExclusionConditionProductVendorRelation;
  values: Array<string>;
};

export const CollectionSourceExclusionConditionProductVendorRelation = {
  Contains: 'CONTAINS',
  Equals: 'EQUALS'
} as const;

export type CollectionSourceExclusionConditionProductVendorRelation = typeof CollectionSourceExclusionConditionProductVendorRelation[keyof typeof CollectionSourceExclusionConditionProductVendorRelation];
export type CollectionSourceExclusionConditionUpdateCollectionInput = {
  values: Array<string | number>;
};

export type CollectionSourceExclusionConditionUpdateInput =
  {   collection: CollectionSourceExclusionConditionUpdateCollectionInput; productCategory?: never; productTag?: never; productType?: never; productVendor?: never; }
  |  { collection?: never;   productCategory: CollectionSourceExclusionConditionUpdateProductCategoryInput; productTag?: never; productType?: never; productVendor?: never; }
  |  { collection?: never; productCategory?: never;   productTag: CollectionSourceExclusionConditionUpdateProductTagInput; productType?: never; productVendor?: never; }
  |  { collection?: never; productCategory?: never; productTag?: never;   productType: CollectionSourceExclusionConditionUpdateProductTypeInput; productVendor?: never; }
  |  { collection?: never; productCategory?: never; productTag?: never; productType?: never;   productVendor: CollectionSourceExclusionConditionUpdateProductVendorInput; };

export type CollectionSourceExclusionConditionUpdateProductCategoryInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceExclusionConditionProductCategoryRelation | null | undefined;
  values?: Array<CollectionSourceExclusionConditionProductCategoryValueInput> | null | undefined;
};

export type CollectionSourceExclusionConditionUpdateProductTagInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceExclusionConditionProductTagRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceExclusionConditionUpdateProductTypeInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceExclusionConditionProductTypeRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceExclusionConditionUpdateProductVendorInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceExclusionConditionProductVendorRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionInput =
  {   metafieldBoolean: CollectionSourceInclusionConditionMetafieldBooleanInput; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never;   metafieldDecimal: CollectionSourceInclusionConditionMetafieldDecimalInput; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never;   metafieldInteger: CollectionSourceInclusionConditionMetafieldIntegerInput; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never;   metafieldMetaobject: CollectionSourceInclusionConditionMetafieldMetaobjectInput; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never;   metafieldMetaobjectList: CollectionSourceInclusionConditionMetafieldMetaobjectListInput; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never;   metafieldString: CollectionSourceInclusionConditionMetafieldStringInput; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never;   metafieldStringList: CollectionSourceInclusionConditionMetafieldStringListInput; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never;   productCategory: CollectionSourceInclusionConditionProductCategoryInput; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never;   productStatus: CollectionSourceInclusionConditionProductStatusInput; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never;   productTag: CollectionSourceInclusionConditionProductTagInput; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never;   productTitle: CollectionSourceInclusionConditionProductTitleInput; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never;   productType: CollectionSourceInclusionConditionProductTypeInput; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never;   productVendor: CollectionSourceInclusionConditionProductVendorInput; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never;   variantCompareAtPrice: CollectionSourceInclusionConditionVariantCompareAtPriceInput; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never;   variantInventory: CollectionSourceInclusionConditionVariantInventoryInput; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never;   variantPrice: CollectionSourceInclusionConditionVariantPriceInput; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never;   variantTitle: CollectionSourceInclusionConditionVariantTitleInput; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never;   variantWeight: CollectionSourceInclusionConditionVariantWeightInput; };

export type CollectionSourceInclusionConditionMetafieldBooleanInput = {
  definitionId: string | number;
  relation: CollectionSourceInclusionConditionMetafieldBooleanRelation;
  value: boolean;
};

export const CollectionSourceInclusionConditionMetafieldBooleanRelation = {
  Equals: 'EQUALS'
} as const;

export type CollectionSourceInclusionConditionMetafieldBooleanRelation = typeof CollectionSourceInclusionConditionMetafieldBooleanRelation[keyof typeof CollectionSourceInclusionConditionMetafieldBooleanRelation];
export type CollectionSourceInclusionConditionMetafieldDecimalInput = {
  definitionId: string | number;
  relation: CollectionSourceInclusionConditionMetafieldDecimalRelation;
  value: string;
};

export const CollectionSourceInclusionConditionMetafieldDecimalRelation = {
  Equals: 'EQUALS',
  GreaterThan: 'GREATER_THAN',
  LessThan: 'LESS_THAN'
} as const;

export type CollectionSourceInclusionConditionMetafieldDecimalRelation = typeof CollectionSourceInclusionConditionMetafieldDecimalRelation[keyof typeof CollectionSourceInclusionConditionMetafieldDecimalRelation];
export type CollectionSourceInclusionConditionMetafieldIntegerInput = {
  definitionId: string | number;
  relation: CollectionSourceInclusionConditionMetafieldIntegerRelation;
  value: number;
};

export const CollectionSourceInclusionConditionMetafieldIntegerRelation = {
  Equals: 'EQUALS',
  GreaterThan: 'GREATER_THAN',
  LessThan: 'LESS_THAN'
} as const;

export type CollectionSourceInclusionConditionMetafieldIntegerRelation = typeof CollectionSourceInclusionConditionMetafieldIntegerRelation[keyof typeof CollectionSourceInclusionConditionMetafieldIntegerRelation];
export type CollectionSourceInclusionConditionMetafieldMetaobjectInput = {
  definitionId: string | number;
  relation: CollectionSourceInclusionConditionMetafieldMetaobjectRelation;
  value: string | number;
};

export type CollectionSourceInclusionConditionMetafieldMetaobjectListInput = {
  definitionId: string | number;
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionMetafieldMetaobjectListRelation;
  values: Array<string | number>;
};

export const CollectionSourceInclusionConditionMetafieldMetaobjectListRelation = {
  Includes: 'INCLUDES'
} as const;

export type CollectionSourceInclusionConditionMetafieldMetaobjectListRelation = typeof CollectionSourceInclusionConditionMetafieldMetaobjectListRelation[keyof typeof CollectionSourceInclusionConditionMetafieldMetaobjectListRelation];
export const CollectionSourceInclusionConditionMetafieldMetaobjectRelation = {
  Equals: 'EQUALS'
} as const;

export type CollectionSourceInclusionConditionMetafieldMetaobjectRelation = typeof CollectionSourceInclusionConditionMetafieldMetaobjectRelation[keyof typeof CollectionSourceInclusionConditionMetafieldMetaobjectRelation];
export type CollectionSourceInclusionConditionMetafieldStringInput = {
  definitionId: string | number;
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionMetafieldStringRelation;
  values: Array<string>;
};

export type CollectionSourceInclusionConditionMetafieldStringListInput = {
  definitionId: string | number;
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionMetafieldStringListRelation;
  values: Array<string>;
};

export const CollectionSourceInclusionConditionMetafieldStringListRelation = {
  Includes: 'INCLUDES'
} as const;

export type CollectionSourceInclusionConditionMetafieldStringListRelation = typeof CollectionSourceInclusionConditionMetafieldStringListRelation[keyof typeof CollectionSourceInclusionConditionMetafieldStringListRelation];
export const CollectionSourceInclusionConditionMetafieldStringRelation = {
  Equals: 'EQUALS'
} as const;

export type CollectionSourceInclusionConditionMetafieldStringRelation = typeof CollectionSourceInclusionConditionMetafieldStringRelation[keyof typeof CollectionSourceInclusionConditionMetafieldStringRelation];
export type CollectionSourceInclusionConditionProductCategoryInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionProductCategoryRelation;
  values: Array<CollectionSourceInclusionConditionProductCategoryValueInput>;
};

export const CollectionSourceInclusionConditionProductCategoryRelation = {
  Equals: 'EQUALS',
  NotEquals: 'NOT_EQUALS'
} as const;

export type CollectionSourceInclusionConditionProductCategoryRelation = typeof CollectionSourceInclusionConditionProductCategoryRelation[keyof typeof CollectionSourceInclusionConditionProductCategoryRelation];
export type CollectionSourceInclusionConditionProductCategoryValueInput = {
  categoryId: string | number;
  includeDescendants: boolean;
};

export type CollectionSourceInclusionConditionProductStatusInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionProductStatusRelation;
  values: Array<ProductStatus>;
};

export const CollectionSourceInclusionConditionProductStatusRelation = {
  Equals: 'EQUALS',
  NotEquals: 'NOT_EQUALS'
} as const;

export type CollectionSourceInclusionConditionProductStatusRelation = typeof CollectionSourceInclusionConditionProductStatusRelation[keyof typeof CollectionSourceInclusionConditionProductStatusRelation];
export type CollectionSourceInclusionConditionProductTagInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionProductTagRelation;
  values: Array<string>;
};

export const CollectionSourceInclusionConditionProductTagRelation = {
  NotTaggedWith: 'NOT_TAGGED_WITH',
  TaggedWith: 'TAGGED_WITH'
} as const;

export type CollectionSourceInclusionConditionProductTagRelation = typeof CollectionSourceInclusionConditionProductTagRelation[keyof typeof CollectionSourceInclusionConditionProductTagRelation];
export type CollectionSourceInclusionConditionProductTitleInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionProductTitleRelation;
  values: Array<string>;
};

export const CollectionSourceInclusionConditionProductTitleRelation = {
  Contains: 'CONTAINS',
  DoesNotContain: 'DOES_NOT_CONTAIN',
  EndsWith: 'ENDS_WITH',
  Equals: 'EQUALS',
  NotEquals: 'NOT_EQUALS',
  StartsWith: 'STARTS_WITH'
} as const;

export type CollectionSourceInclusionConditionProductTitleRelation = typeof CollectionSourceInclusionConditionProductTitleRelation[keyof typeof CollectionSourceInclusionConditionProductTitleRelation];
export type CollectionSourceInclusionConditionProductTypeInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionProductTypeRelation;
  values: Array<string>;
};

export const CollectionSourceInclusionConditionProductTypeRelation = {
  Contains: 'CONTAINS',
  DoesNotContain: 'DOES_NOT_CONTAIN',
  EndsWith: 'ENDS_WITH',
  Equals: 'EQUALS',
  NotEquals: 'NOT_EQUALS',
  StartsWith: 'STARTS_WITH'
} as const;

export type CollectionSourceInclusionConditionProductTypeRelation = typeof CollectionSourceInclusionConditionProductTypeRelation[keyof typeof CollectionSourceInclusionConditionProductTypeRelation];
export type CollectionSourceInclusionConditionProductVendorInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionProductVendorRelation;
  values: Array<string>;
};

export const CollectionSourceInclusionConditionProductVendorRelation = {
  Contains: 'CONTAINS',
  DoesNotContain: 'DOES_NOT_CONTAIN',
  EndsWith: 'ENDS_WITH',
  Equals: 'EQUALS',
  NotEquals: 'NOT_EQUALS',
  StartsWith: 'STARTS_WITH'
} as const;

export type CollectionSourceInclusionConditionProductVendorRelation = typeof CollectionSourceInclusionConditionProductVendorRelation[keyof typeof CollectionSourceInclusionConditionProductVendorRelation];
export type CollectionSourceInclusionConditionUpdateInput =
  {   metafieldBoolean: CollectionSourceInclusionConditionUpdateMetafieldBooleanInput; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never;   metafieldDecimal: CollectionSourceInclusionConditionUpdateMetafieldDecimalInput; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never;   metafieldInteger: CollectionSourceInclusionConditionUpdateMetafieldIntegerInput; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never;   metafieldMetaobject: CollectionSourceInclusionConditionUpdateMetafieldMetaobjectInput; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never;   metafieldMetaobjectList: CollectionSourceInclusionConditionUpdateMetafieldMetaobjectListInput; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never;   metafieldString: CollectionSourceInclusionConditionUpdateMetafieldStringInput; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never;   metafieldStringList: CollectionSourceInclusionConditionUpdateMetafieldStringListInput; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never;   productCategory: CollectionSourceInclusionConditionUpdateProductCategoryInput; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never;   productStatus: CollectionSourceInclusionConditionUpdateProductStatusInput; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never;   productTag: CollectionSourceInclusionConditionUpdateProductTagInput; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never;   productTitle: CollectionSourceInclusionConditionUpdateProductTitleInput; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never;   productType: CollectionSourceInclusionConditionUpdateProductTypeInput; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never;   productVendor: CollectionSourceInclusionConditionUpdateProductVendorInput; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never;   variantCompareAtPrice: CollectionSourceInclusionConditionUpdateVariantCompareAtPriceInput; variantInventory?: never; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never;   variantInventory: CollectionSourceInclusionConditionUpdateVariantInventoryInput; variantPrice?: never; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never;   variantPrice: CollectionSourceInclusionConditionUpdateVariantPriceInput; variantTitle?: never; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never;   variantTitle: CollectionSourceInclusionConditionUpdateVariantTitleInput; variantWeight?: never; }
  |  { metafieldBoolean?: never; metafieldDecimal?: never; metafieldInteger?: never; metafieldMetaobject?: never; metafieldMetaobjectList?: never; metafieldString?: never; metafieldStringList?: never; productCategory?: never; productStatus?: never; productTag?: never; productTitle?: never; productType?: never; productVendor?: never; variantCompareAtPrice?: never; variantInventory?: never; variantPrice?: never; variantTitle?: never;   variantWeight: CollectionSourceInclusionConditionUpdateVariantWeightInput; };

export type CollectionSourceInclusionConditionUpdateMetafieldBooleanInput = {
  definitionId?: string | number | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldBooleanRelation | null | undefined;
  value?: boolean | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateMetafieldDecimalInput = {
  definitionId?: string | number | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldDecimalRelation | null | undefined;
  value?: string | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateMetafieldIntegerInput = {
  definitionId?: string | number | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldIntegerRelation | null | undefined;
  value?: number | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateMetafieldMetaobjectInput = {
  definitionId?: string | number | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldMetaobjectRelation | null | undefined;
  value?: string | number | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateMetafieldMetaobjectListInput = {
  definitionId?: string | number | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldMetaobjectListRelation | null | undefined;
  values?: Array<string | number> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateMetafieldStringInput = {
  definitionId?: string | number | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldStringRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateMetafieldStringListInput = {
  definitionId?: string | number | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionMetafieldStringListRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateProductCategoryInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionProductCategoryRelation | null | undefined;
  values?: Array<CollectionSourceInclusionConditionProductCategoryValueInput> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateProductStatusInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionProductStatusRelation | null | undefined;
  values?: Array<ProductStatus> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateProductTagInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionProductTagRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateProductTitleInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionProductTitleRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateProductTypeInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionProductTypeRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateProductVendorInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionProductVendorRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateVariantCompareAtPriceInput = {
  relation?: CollectionSourceInclusionConditionVariantCompareAtPriceRelation | null | undefined;
  value?: MoneyInput | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateVariantInventoryInput = {
  relation?: CollectionSourceInclusionConditionVariantInventoryRelation | null | undefined;
  value?: number | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateVariantPriceInput = {
  relation?: CollectionSourceInclusionConditionVariantPriceRelation | null | undefined;
  value?: MoneyInput | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateVariantTitleInput = {
  matchType?: CollectionConditionMatchType | null | undefined;
  relation?: CollectionSourceInclusionConditionVariantTitleRelation | null | undefined;
  values?: Array<string> | null | undefined;
};

export type CollectionSourceInclusionConditionUpdateVariantWeightInput = {
  relation?: CollectionSourceInclusionConditionVariantWeightRelation | null | undefined;
  value?: WeightInput | null | undefined;
};

export type CollectionSourceInclusionConditionVariantCompareAtPriceInput = {
  relation: CollectionSourceInclusionConditionVariantCompareAtPriceRelation;
  value?: MoneyInput | null | undefined;
};

export const CollectionSourceInclusionConditionVariantCompareAtPriceRelation = {
  Equals: 'EQUALS',
  GreaterThan: 'GREATER_THAN',
  IsNotSet: 'IS_NOT_SET',
  IsSet: 'IS_SET',
  LessThan: 'LESS_THAN',
  NotEquals: 'NOT_EQUALS'
} as const;

export type CollectionSourceInclusionConditionVariantCompareAtPriceRelation = typeof CollectionSourceInclusionConditionVariantCompareAtPriceRelation[keyof typeof CollectionSourceInclusionConditionVariantCompareAtPriceRelation];
export type CollectionSourceInclusionConditionVariantInventoryInput = {
  relation: CollectionSourceInclusionConditionVariantInventoryRelation;
  value: number;
};

export const CollectionSourceInclusionConditionVariantInventoryRelation = {
  Equals: 'EQUALS',
  GreaterThan: 'GREATER_THAN',
  LessThan: 'LESS_THAN'
} as const;

export type CollectionSourceInclusionConditionVariantInventoryRelation = typeof CollectionSourceInclusionConditionVariantInventoryRelation[keyof typeof CollectionSourceInclusionConditionVariantInventoryRelation];
export type CollectionSourceInclusionConditionVariantPriceInput = {
  relation: CollectionSourceInclusionConditionVariantPriceRelation;
  value: MoneyInput;
};

export const CollectionSourceInclusionConditionVariantPriceRelation = {
  Equals: 'EQUALS',
  GreaterThan: 'GREATER_THAN',
  LessThan: 'LESS_THAN',
  NotEquals: 'NOT_EQUALS'
} as const;

export type CollectionSourceInclusionConditionVariantPriceRelation = typeof CollectionSourceInclusionConditionVariantPriceRelation[keyof typeof CollectionSourceInclusionConditionVariantPriceRelation];
export type CollectionSourceInclusionConditionVariantTitleInput = {
  matchType: CollectionConditionMatchType;
  relation: CollectionSourceInclusionConditionVariantTitleRelation;
  values: Array<string>;
};

export const CollectionSourceInclusionConditionVariantTitleRelation = {
  Contains: 'CONTAINS',
  DoesNotContain: 'DOES_NOT_CONTAIN',
  EndsWith: 'ENDS_WITH',
  Equals: 'EQUALS',
  NotEquals: 'NOT_EQUALS',
  StartsWith: 'STARTS_WITH'
} as const;

export type CollectionSourceInclusionConditionVariantTitleRelation = typeof CollectionSourceInclusionConditionVariantTitleRelation[keyof typeof CollectionSourceInclusionConditionVariantTitleRelation];
export type CollectionSourceInclusionConditionVariantWeightInput = {
  relation: CollectionSourceInclusionConditionVariantWeightRelation;
  value: WeightInput;
};

export const CollectionSourceInclusionConditionVariantWeightRelation = {
  Equals: 'EQUALS',
  GreaterThan: 'GREATER_THAN',
  LessThan: 'LESS_THAN',
  NotEquals: 'NOT_EQUALS'
} as const;

export type CollectionSourceInclusionConditionVariantWeightRelation = typeof CollectionSourceInclusionConditionVariantWeightRelation[keyof typeof CollectionSourceInclusionConditionVariantWeightRelation];
export const CollectionSourceTargetType = {
  Products: 'PRODUCTS',
  Variants: 'VARIANTS'
} as const;

export type CollectionSourceTargetType = typeof CollectionSourceTargetType[keyof typeof CollectionSourceTargetType];
export type CollectionUpdateConditionsSourceInput = {
  description?: string | null | undefined;
  exclusion?: CollectionUpdateSourceExclusionInput | null | undefined;
  id: string | number;
  inclusion?: CollectionUpdateSourceInclusionInput | null | undefined;
  title?: string | null | undefined;
};

export type CollectionUpdateInput = {
  descriptionHtml?: string | null | undefined;
  handle?: string | null | undefined;
  id?: string | number | null | undefined;
  image?: ImageInput | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  redirectNewHandle?: boolean | null | undefined;
  seo?: SeoInput | null | undefined;
  sortOrder?: CollectionSortOrder | null | undefined;
  sourcesToCreate?: Array<CollectionCreateSourceTargetInput> | null | undefined;
  sourcesToDelete?: Array<string | number> | null | undefined;
  sourcesToUpdate?: Array<CollectionUpdateSourceTargetInput> | null | undefined;
  templateSuffix?: string | null | undefined;
  title?: string | null | undefined;
};

export type CollectionUpdateSourceExclusionConditionInput = {
  condition: CollectionSourceExclusionConditionUpdateInput;
  id: string | number;
};

export type CollectionUpdateSourceExclusionInput = {
  conditionsToCreate?: Array<CollectionSourceExclusionConditionInput> | null | undefined;
  conditionsToDelete?: Array<string | number> | null | undefined;
  conditionsToUpdate?: Array<CollectionUpdateSourceExclusionConditionInput> | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  selectionsToAdd?: Array<CollectionExclusionProductSelectionInput> | null | undefined;
  selectionsToRemove?: Array<CollectionExclusionProductSelectionInput> | null | undefined;
};

export type CollectionUpdateSourceInclusionConditionInput = {
  condition: CollectionSourceInclusionConditionUpdateInput;
  id: string | number;
};

export type CollectionUpdateSourceInclusionInput = {
  conditionsToCreate?: Array<CollectionSourceInclusionConditionInput> | null | undefined;
  conditionsToDelete?: Array<string | number> | null | undefined;
  conditionsToUpdate?: Array<CollectionUpdateSourceInclusionConditionInput> | null | undefined;
  matchType?: CollectionConditionMatchType | null | undefined;
  selectionsToAdd?: Array<CollectionInclusionProductSelectionInput> | null | undefined;
  selectionsToRemove?: Array<CollectionInclusionProductSelectionInput> | null | undefined;
};

export type CollectionUpdateSourceTargetInput =
  {   condition: CollectionUpdateConditionsSourceInput; subCollections?: never; }
  |  { condition?: never;   subCollections: CollectionUpdateSubCollectionsSourceInput; };

export type CollectionUpdateSubCollectionsSourceInput = {
  collectionIds?: Array<string | number> | null | undefined;
  description?: string | null | undefined;
  id: string | number;
  title?: string | null | undefined;
};

export const CombinedListingsRole = {
  Child: 'CHILD',
  Parent: 'PARENT'
} as const;

export type CombinedListingsRole = typeof CombinedListingsRole[keyof typeof CombinedListingsRole];
export const CountryCode = {
  Ac: 'AC',
  Ad: 'AD',
  Ae: 'AE',
  Af: 'AF',
  Ag: 'AG',
  Ai: 'AI',
  Al: 'AL',
  Am: 'AM',
  An: 'AN',
  Ao: 'AO',
  Ar: 'AR',
  At: 'AT',
  Au: 'AU',
  Aw: 'AW',
  Ax: 'AX',
  Az: 'AZ',
  Ba: 'BA',
  Bb: 'BB',
  Bd: 'BD',
  Be: 'BE',
  Bf: 'BF',
  Bg: 'BG',
  Bh: 'BH',
  Bi: 'BI',
  Bj: 'BJ',
  Bl: 'BL',
  Bm: 'BM',
  Bn: 'BN',
  Bo: 'BO',
  Bq: 'BQ',
  Br: 'BR',
  Bs: 'BS',
  Bt: 'BT',
  Bv: 'BV',
  Bw: 'BW',
  By: 'BY',
  Bz: 'BZ',
  Ca: 'CA',
  Cc: 'CC',
  Cd: 'CD',
  Cf: 'CF',
  Cg: 'CG',
  Ch: 'CH',
  Ci: 'CI',
  Ck: 'CK',
  Cl: 'CL',
  Cm: 'CM',
  Cn: 'CN',
  Co: 'CO',
  Cr: 'CR',
  Cu: 'CU',
  Cv: 'CV',
  Cw: 'CW',
  Cx: 'CX',
  Cy: 'CY',
  Cz: 'CZ',
  De: 'DE',
  Dj: 'DJ',
  Dk: 'DK',
  Dm: 'DM',
  Do: 'DO',
  Dz: 'DZ',
  Ec: 'EC',
  Ee: 'EE',
  Eg: 'EG',
  Eh: 'EH',
  Er: 'ER',
  Es: 'ES',
  Et: 'ET',
  Fi: 'FI',
  Fj: 'FJ',
  Fk: 'FK',
  Fo: 'FO',
  Fr: 'FR',
  Ga: 'GA',
  Gb: 'GB',
  Gd: 'GD',
  Ge: 'GE',
  Gf: 'GF',
  Gg: 'GG',
  Gh: 'GH',
  Gi: 'GI',
  Gl: 'GL',
  Gm: 'GM',
  Gn: 'GN',
  Gp: 'GP',
  Gq: 'GQ',
  Gr: 'GR',
  Gs: 'GS',
  Gt: 'GT',
  Gw: 'GW',
  Gy: 'GY',
  Hk: 'HK',
  Hm: 'HM',
  Hn: 'HN',
  Hr: 'HR',
  Ht: 'HT',
  Hu: 'HU',
  Id: 'ID',
  Ie: 'IE',
  Il: 'IL',
  Im: 'IM',
  In: 'IN',
  Io: 'IO',
  Iq: 'IQ',
  Ir: 'IR',
  Is: 'IS',
  It: 'IT',
  Je: 'JE',
  Jm: 'JM',
  Jo: 'JO',
  Jp: 'JP',
  Ke: 'KE',
  Kg: 'KG',
  Kh: 'KH',
  Ki: 'KI',
  Km: 'KM',
  Kn: 'KN',
  Kp: 'KP',
  Kr: 'KR',
  Kw: 'KW',
  Ky: 'KY',
  Kz: 'KZ',
  La: 'LA',
  Lb: 'LB',
  Lc: 'LC',
  Li: 'LI',
  Lk: 'LK',
  Lr: 'LR',
  Ls: 'LS',
  Lt: 'LT',
  Lu: 'LU',
  Lv: 'LV',
  Ly: 'LY',
  Ma: 'MA',
  Mc: 'MC',
  Md: 'MD',
  Me: 'ME',
  Mf: 'MF',
  Mg: 'MG',
  Mk: 'MK',
  Ml: 'ML',
  Mm: 'MM',
  Mn: 'MN',
  Mo: 'MO',
  Mq: 'MQ',
  Mr: 'MR',
  Ms: 'MS',
  Mt: 'MT',
  Mu: 'MU',
  Mv: 'MV',
  Mw: 'MW',
  Mx: 'MX',
  My: 'MY',
  Mz: 'MZ',
  Na: 'NA',
  Nc: 'NC',
  Ne: 'NE',
  Nf: 'NF',
  Ng: 'NG',
  Ni: 'NI',
  Nl: 'NL',
  No: 'NO',
  Np: 'NP',
  Nr: 'NR',
  Nu: 'NU',
  Nz: 'NZ',
  Om: 'OM',
  Pa: 'PA',
  Pe: 'PE',
  Pf: 'PF',
  Pg: 'PG',
  Ph: 'PH',
  Pk: 'PK',
  Pl: 'PL',
  Pm: 'PM',
  Pn: 'PN',
  Ps: 'PS',
  Pt: 'PT',
  Py: 'PY',
  Qa: 'QA',
  Re: 'RE',
  Ro: 'RO',
  Rs: 'RS',
  Ru: 'RU',
  Rw: 'RW',
  Sa: 'SA',
  Sb: 'SB',
  Sc: 'SC',
  Sd: 'SD',
  Se: 'SE',
  Sg: 'SG',
  Sh: 'SH',
  Si: 'SI',
  Sj: 'SJ',
  Sk: 'SK',
  Sl: 'SL',
  Sm: 'SM',
  Sn: 'SN',
  So: 'SO',
  Sr: 'SR',
  Ss: 'SS',
  St: 'ST',
  Sv: 'SV',
  Sx: 'SX',
  Sy: 'SY',
  Sz: 'SZ',
  Ta: 'TA',
  Tc: 'TC',
  Td: 'TD',
  Tf: 'TF',
  Tg: 'TG',
  Th: 'TH',
  Tj: 'TJ',
  Tk: 'TK',
  Tl: 'TL',
  Tm: 'TM',
  Tn: 'TN',
  To: 'TO',
  Tr: 'TR',
  Tt: 'TT',
  Tv: 'TV',
  Tw: 'TW',
  Tz: 'TZ',
  Ua: 'UA',
  Ug: 'UG',
  Um: 'UM',
  Us: 'US',
  Uy: 'UY',
  Uz: 'UZ',
  Va: 'VA',
  Vc: 'VC',
  Ve: 'VE',
  Vg: 'VG',
  Vn: 'VN',
  Vu: 'VU',
  Wf: 'WF',
  Ws: 'WS',
  Xk: 'XK',
  Ye: 'YE',
  Yt: 'YT',
  Za: 'ZA',
  Zm: 'ZM',
  Zw: 'ZW',
  Zz: 'ZZ'
} as const;

export type CountryCode = typeof CountryCode[keyof typeof CountryCode];
export type CountryHarmonizedSystemCodeInput = {
  countryCode?: CountryCode | null | undefined;
  harmonizedSystemCode: string;
};

export type CreateMediaInput = {
  alt?: string | null | undefined;
  mediaContentType: MediaContentType;
  originalSource: string;
};

export const CurrencyCode = {
  Aed: 'AED',
  Afn: 'AFN',
  All: 'ALL',
  Amd: 'AMD',
  Ang: 'ANG',
  Aoa: 'AOA',
  Ars: 'ARS',
  Aud: 'AUD',
  Awg: 'AWG',
  Azn: 'AZN',
  Bam: 'BAM',
  Bbd: 'BBD',
  Bdt: 'BDT',
  Bgn: 'BGN',
  Bhd: 'BHD',
  Bif: 'BIF',
  Bmd: 'BMD',
  Bnd: 'BND',
  Bob: 'BOB',
  Brl: 'BRL',
  Bsd: 'BSD',
  Btn: 'BTN',
  Bwp: 'BWP',
  Byn: 'BYN',
  Byr: 'BYR',
  Bzd: 'BZD',
  Cad: 'CAD',
  Cdf: 'CDF',
  Chf: 'CHF',
  Clp: 'CLP',
  Cny: 'CNY',
  Cop: 'COP',
  Crc: 'CRC',
  Cve: 'CVE',
  Czk: 'CZK',
  Djf: 'DJF',
  Dkk: 'DKK',
  Dop: 'DOP',
  Dzd: 'DZD',
  Egp: 'EGP',
  Ern: 'ERN',
  Etb: 'ETB',
  Eur: 'EUR',
  Fjd: 'FJD',
  Fkp: 'FKP',
  Gbp: 'GBP',
  Gel: 'GEL',
  Ghs: 'GHS',
  Gip: 'GIP',
  Gmd: 'GMD',
  Gnf: 'GNF',
  Gtq: 'GTQ',
  Gyd: 'GYD',
  Hkd: 'HKD',
  Hnl: 'HNL',
  Hrk: 'HRK',
  Htg: 'HTG',
  Huf: 'HUF',
  Idr: 'IDR',
  Ils: 'ILS',
  Inr: 'INR',
  Iqd: 'IQD',
  Irr: 'IRR',
  Isk: 'ISK',
  Jep: 'JEP',
  Jmd: 'JMD',
  Jod: 'JOD',
  Jpy: 'JPY',
  Kes: 'KES',
  Kgs: 'KGS',
  Khr: 'KHR',
  Kid: 'KID',
  Kmf: 'KMF',
  Krw: 'KRW',
  Kwd: 'KWD',
  Kyd: 'KYD',
  Kzt: 'KZT',
  Lak: 'LAK',
  Lbp: 'LBP',
  Lkr: 'LKR',
  Lrd: 'LRD',
  Lsl: 'LSL',
  Ltl: 'LTL',
  Lvl: 'LVL',
  Lyd: 'LYD',
  Mad: 'MAD',
  Mdl: 'MDL',
  Mga: 'MGA',
  Mkd: 'MKD',
  Mmk: 'MMK',
  Mnt: 'MNT',
  Mop: 'MOP',
  Mru: 'MRU',
  Mur: 'MUR',
  Mvr: 'MVR',
  Mwk: 'MWK',
  Mxn: 'MXN',
  Myr: 'MYR',
  Mzn: 'MZN',
  Nad: 'NAD',
  Ngn: 'NGN',
  Nio: 'NIO',
  Nok: 'NOK',
  Npr: 'NPR',
  Nzd: 'NZD',
  Omr: 'OMR',
  Pab: 'PAB',
  Pen: 'PEN',
  Pgk: 'PGK',
  Php: 'PHP',
  Pkr: 'PKR',
  Pln: 'PLN',
  Pyg: 'PYG',
  Qar: 'QAR',
  Ron: 'RON',
  Rsd: 'RSD',
  Rub: 'RUB',
  Rwf: 'RWF',
  Sar: 'SAR',
  Sbd: 'SBD',
  Scr: 'SCR',
  Sdg: 'SDG',
  Sek: 'SEK',
  Sgd: 'SGD',
  Shp: 'SHP',
  Sll: 'SLL',
  Sos: 'SOS',
  Srd: 'SRD',
  Ssp: 'SSP',
  Std: 'STD',
  Stn: 'STN',
  Syp: 'SYP',
  Szl: 'SZL',
  Thb: 'THB',
  Tjs: 'TJS',
  Tmt: 'TMT',
  Tnd: 'TND',
  Top: 'TOP',
  Try: 'TRY',
  Ttd: 'TTD',
  Twd: 'TWD',
  Tzs: 'TZS',
  Uah: 'UAH',
  Ugx: 'UGX',
  Usd: 'USD',
  Usdc: 'USDC',
  Uyu: 'UYU',
  Uzs: 'UZS',
  Ved: 'VED',
  Vef: 'VEF',
  Ves: 'VES',
  Vnd: 'VND',
  Vuv: 'VUV',
  Wst: 'WST',
  Xaf: 'XAF',
  Xcd: 'XCD',
  Xof: 'XOF',
  Xpf: 'XPF',
  Xxx: 'XXX',
  Yer: 'YER',
  Zar: 'ZAR',
  Zmw: 'ZMW'
} as const;

export type CurrencyCode = typeof CurrencyCode[keyof typeof CurrencyCode];
export const CustomerEmailAddressMarketingState = {
  Invalid: 'INVALID',
  NotSubscribed: 'NOT_SUBSCRIBED',
  Pending: 'PENDING',
  Subscribed: 'SUBSCRIBED',
  Unsubscribed: 'UNSUBSCRIBED'
} as const;

export type CustomerEmailAddressMarketingState = typeof CustomerEmailAddressMarketingState[keyof typeof CustomerEmailAddressMarketingState];
export type CustomerEmailMarketingConsentInput = {
  consentUpdatedAt?: string | null | undefined;
  marketingOptInLevel?: CustomerMarketingOptInLevel | null | undefined;
  marketingState: CustomerEmailMarketingState;
  sourceLocationId?: string | number | null | undefined;
};

export type CustomerEmailMarketingConsentUpdateInput = {
  customerId: string | number;
  emailMarketingConsent: CustomerEmailMarketingConsentInput;
};

export const CustomerEmailMarketingConsentUpdateUserErrorCode = {
  Inclusion: 'INCLUSION',
  InternalError: 'INTERNAL_ERROR',
  Invalid: 'INVALID',
  MissingArgument: 'MISSING_ARGUMENT'
} as const;

export type CustomerEmailMarketingConsentUpdateUserErrorCode = typeof CustomerEmailMarketingConsentUpdateUserErrorCode[keyof typeof CustomerEmailMarketingConsentUpdateUserErrorCode];
export const CustomerEmailMarketingState = {
  Invalid: 'INVALID',
  NotSubscribed: 'NOT_SUBSCRIBED',
  Pending: 'PENDING',
  Redacted: 'REDACTED',
  Subscribed: 'SUBSCRIBED',
  Unsubscribed: 'UNSUBSCRIBED'
} as const;

export type CustomerEmailMarketingState = typeof CustomerEmailMarketingState[keyof typeof CustomerEmailMarketingState];
export type CustomerInput = {
  /**
   * @deprecated Use the dedicated address mutations (`customerAddressCreate`, `customerAddressUpdate`, `customerAddressDelete`) instead.
   *
   */
  addresses?: Array<MailingAddressInput> | null | undefined;
  email?: string | null | undefined;
  emailMarketingConsent?: CustomerEmailMarketingConsentInput | null | undefined;
  firstName?: string | null | undefined;
  id?: string | number | null | undefined;
  lastName?: string | null | undefined;
  locale?: string | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  multipassIdentifier?: string | null | undefined;
  note?: string | null | undefined;
  phone?: string | null | undefined;
  smsMarketingConsent?: CustomerSmsMarketingConsentInput | null | undefined;
  tags?: Array<string> | null | undefined;
  taxExempt?: boolean | null | undefined;
  taxExemptions?: Array<TaxExemption> | null | undefined;
  whatsAppMarketingConsent?: CustomerMarketingConsentInput | null | undefined;
};

export type CustomerMarketingConsentInput = {
  optInLevel?: CustomerMarketingOptInLevel | null | undefined;
  sourceLocationId?: string | number | null | undefined;
  state: CustomerMarketingConsentState;
  updatedAt?: string | null | undefined;
};

export const CustomerMarketingConsentState = {
  NeverSubscribed: 'NEVER_SUBSCRIBED',
  Pending: 'PENDING',
  Redacted: 'REDACTED',
  Subscribed: 'SUBSCRIBED',
  Unsubscribed: 'UNSUBSCRIBED'
} as const;

export type CustomerMarketingConsentState = typeof CustomerMarketingConsentState[keyof typeof CustomerMarketingConsentState];
export const CustomerMarketingOptInLevel = {
  ConfirmedOptIn: 'CONFIRMED_OPT_IN',
  SingleOptIn: 'SINGLE_OPT_IN',
  Unknown: 'UNKNOWN'
} as const;

export type CustomerMarketingOptInLevel = typeof CustomerMarketingOptInLevel[keyof typeof CustomerMarketingOptInLevel];
export type CustomerSetIdentifiers =
  {   customId: UniqueMetafieldValueInput; email?: never; id?: never; phone?: never; }
  |  { customId?: never;   email: string; id?: never; phone?: never; }
  |  { customId?: never; email?: never;   id: string | number; phone?: never; }
  |  { customId?: never; email?: never; id?: never;   phone: string; };

export type CustomerSetInput = {
  addresses?: Array<MailingAddressInput> | null | undefined;
  email?: string | null | undefined;
  firstName?: string | null | undefined;
  /** @deprecated To update a customer use `identifier` argument instead. */
  id?: string | number | null | undefined;
  lastName?: string | null | undefined;
  locale?: string | null | undefined;
  note?: string | null | undefined;
  phone?: string | null | undefined;
  tags?: Array<string> | null | undefined;
  taxExempt?: boolean | null | undefined;
  taxExemptions?: Array<TaxExemption> | null | undefined;
};

export const CustomerSetUserErrorCode = {
  Blank: 'BLANK',
  IdNotAllowed: 'ID_NOT_ALLOWED',
  Inclusion: 'INCLUSION',
  InputMismatch: 'INPUT_MISMATCH',
  Invalid: 'INVALID',
  MetafieldMismatch: 'METAFIELD_MISMATCH',
  MissingFieldRequired: 'MISSING_FIELD_REQUIRED',
  NotFound: 'NOT_FOUND',
  Present: 'PRESENT',
  Taken: 'TAKEN',
  TooLong: 'TOO_LONG',
  TooShort: 'TOO_SHORT'
} as const;

export type CustomerSetUserErrorCode = typeof CustomerSetUserErrorCode[keyof typeof CustomerSetUserErrorCode];
export const CustomerSmsMarketingConsentErrorCode = {
  Inclusion: 'INCLUSION',
  InternalError: 'INTERNAL_ERROR',
  Invalid: 'INVALID',
  MissingArgument: 'MISSING_ARGUMENT'
} as const;

export type CustomerSmsMarketingConsentErrorCode = typeof CustomerSmsMarketingConsentErrorCode[keyof typeof CustomerSmsMarketingConsentErrorCode];
export type CustomerSmsMarketingConsentInput = {
  consentUpdatedAt?: string | null | undefined;
  marketingOptInLevel?: CustomerMarketingOptInLevel | null | undefined;
  marketingState: CustomerSmsMarketingState;
  sourceLocationId?: string | number | null | undefined;
};

export type CustomerSmsMarketingConsentUpdateInput = {
  customerId: string | number;
  smsMarketingConsent: CustomerSmsMarketingConsentInput;
};

export const CustomerSmsMarketingState = {
  NotSubscribed: 'NOT_SUBSCRIBED',
  Pending: 'PENDING',
  Redacted: 'REDACTED',
  Subscribed: 'SUBSCRIBED',
  Unsubscribed: 'UNSUBSCRIBED'
} as const;

export type CustomerSmsMarketingState = typeof CustomerSmsMarketingState[keyof typeof CustomerSmsMarketingState];
export const FileContentType = {
  ExternalVideo: 'EXTERNAL_VIDEO',
  File: 'FILE',
  Image: 'IMAGE',
  Model_3D: 'MODEL_3D',
  Video: 'VIDEO'
} as const;

export type FileContentType = typeof FileContentType[keyof typeof FileContentType];
export type FileCreateInput = {
  alt?: string | null | undefined;
  contentType?: FileContentType | null | undefined;
  duplicateResolutionMode?: FileCreateInputDuplicateResolutionMode | null | undefined;
  filename?: string | null | undefined;
  originalSource: string;
};

export const FileCreateInputDuplicateResolutionMode = {
  AppendUuid: 'APPEND_UUID',
  RaiseError: 'RAISE_ERROR',
  Replace: 'REPLACE'
} as const;

export type FileCreateInputDuplicateResolutionMode = typeof FileCreateInputDuplicateResolutionMode[keyof typeof FileCreateInputDuplicateResolutionMode];
export type FileSetInput = {
  alt?: string | null | undefined;
  contentType?: FileContentType | null | undefined;
  duplicateResolutionMode?: FileCreateInputDuplicateResolutionMode | null | undefined;
  filename?: string | null | undefined;
  id?: string | number | null | undefined;
  originalSource?: string | null | undefined;
};

export const FileStatus = {
  Failed: 'FAILED',
  Processing: 'PROCESSING',
  Ready: 'READY',
  Uploaded: 'UPLOADED'
} as const;

export type FileStatus = typeof FileStatus[keyof typeof FileStatus];
export type FileUpdateInput = {
  alt?: string | null | undefined;
  filename?: string | null | undefined;
  id: string | number;
  originalSource?: string | null | undefined;
  previewImageSource?: string | null | undefined;
  referencesToAdd?: Array<string | number> | null | undefined;
  referencesToRemove?: Array<string | number> | null | undefined;
};

export const FilesErrorCode = {
  AltValueLimitExceeded: 'ALT_VALUE_LIMIT_EXCEEDED',
  BlankSearch: 'BLANK_SEARCH',
  FilenameAlreadyExists: 'FILENAME_ALREADY_EXISTS',
  FileDoesNotExist: 'FILE_DOES_NOT_EXIST',
  FileLocked: 'FILE_LOCKED',
  Invalid: 'INVALID',
  InvalidDuplicateModeForType: 'INVALID_DUPLICATE_MODE_FOR_TYPE',
  InvalidDuplicateResolutionMode: 'INVALID_DUPLICATE_RESOLUTION_MODE',
  InvalidFailedMediaState: 'INVALID_FAILED_MEDIA_STATE',
  InvalidFilename: 'INVALID_FILENAME',
  InvalidFilenameExtension: 'INVALID_FILENAME_EXTENSION',
  InvalidImageSourceUrl: 'INVALID_IMAGE_SOURCE_URL',
  InvalidQuery: 'INVALID_QUERY',
  MediaCannotBeModified: 'MEDIA_CANNOT_BE_MODIFIED',
  MismatchedFilenameAndOriginalSource: 'MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE',
  MissingArguments: 'MISSING_ARGUMENTS',
  MissingFilenameForDuplicateModeReplace: 'MISSING_FILENAME_FOR_DUPLICATE_MODE_REPLACE',
  NonImageMediaPerShopLimitExceeded: 'NON_IMAGE_MEDIA_PER_SHOP_LIMIT_EXCEEDED',
  NonReadyState: 'NON_READY_STATE',
  ProductMediaLimitExceeded: 'PRODUCT_MEDIA_LIMIT_EXCEEDED',
  ProductSuspended: 'PRODUCT_SUSPENDED',
  ReferenceTargetDoesNotExist: 'REFERENCE_TARGET_DOES_NOT_EXIST',
  TooManyArguments: 'TOO_MANY_ARGUMENTS',
  TooManyFileReference: 'TOO_MANY_FILE_REFERENCE',
  UnacceptableAsset: 'UNACCEPTABLE_ASSET',
  UnacceptableTrialAsset: 'UNACCEPTABLE_TRIAL_ASSET',
  UnacceptableUnverifiedTrialAsset: 'UNACCEPTABLE_UNVERIFIED_TRIAL_ASSET',
  UnsupportedFileReference: 'UNSUPPORTED_FILE_REFERENCE',
  UnsupportedMediaTypeForFilenameUpdate: 'UNSUPPORTED_MEDIA_TYPE_FOR_FILENAME_UPDATE'
} as const;

export type FilesErrorCode = typeof FilesErrorCode[keyof typeof FilesErrorCode];
export const FulfillmentEventStatus = {
  AttemptedDelivery: 'ATTEMPTED_DELIVERY',
  CarrierPickedUp: 'CARRIER_PICKED_UP',
  Confirmed: 'CONFIRMED',
  Delayed: 'DELAYED',
  Delivered: 'DELIVERED',
  Failure: 'FAILURE',
  InTransit: 'IN_TRANSIT',
  LabelPrinted: 'LABEL_PRINTED',
  LabelPurchased: 'LABEL_PURCHASED',
  OutForDelivery: 'OUT_FOR_DELIVERY',
  ReadyForPickup: 'READY_FOR_PICKUP'
} as const;

export type FulfillmentEventStatus = typeof FulfillmentEventStatus[keyof typeof FulfillmentEventStatus];
export type FulfillmentInput = {
  lineItemsByFulfillmentOrder: Array<FulfillmentOrderLineItemsInput>;
  notifyCustomer?: boolean | null | undefined;
  originAddress?: FulfillmentOriginAddressInput | null | undefined;
  trackingInfo?: FulfillmentTrackingInput | null | undefined;
};

export type FulfillmentOrderLineItemInput = {
  id: string | number;
  quantity: number;
};

export type FulfillmentOrderLineItemsInput = {
  fulfillmentOrderId: string | number;
  fulfillmentOrderLineItems?: Array<FulfillmentOrderLineItemInput> | null | undefined;
};

export const FulfillmentOrderStatus = {
  Cancelled: 'CANCELLED',
  Closed: 'CLOSED',
  Incomplete: 'INCOMPLETE',
  InProgress: 'IN_PROGRESS',
  OnHold: 'ON_HOLD',
  Open: 'OPEN',
  Scheduled: 'SCHEDULED'
} as const;

export type FulfillmentOrderStatus = typeof FulfillmentOrderStatus[keyof typeof FulfillmentOrderStatus];
export type FulfillmentOriginAddressInput = {
  address1?: string | null | undefined;
  address2?: string | null | undefined;
  city?: string | null | undefined;
  countryCode: string;
  provinceCode?: string | null | undefined;
  zip?: string | null | undefined;
};

export const FulfillmentStatus = {
  Cancelled: 'CANCELLED',
  Error: 'ERROR',
  Failure: 'FAILURE',
  Open: 'OPEN',
  Pending: 'PENDING',
  Success: 'SUCCESS'
} as const;

export type FulfillmentStatus = typeof FulfillmentStatus[keyof typeof FulfillmentStatus];
export type FulfillmentTrackingInput = {
  company?: string | null | undefined;
  number?: string | null | undefined;
  numbers?: Array<string> | null | undefined;
  url?: string | null | undefined;
  urls?: Array<string> | null | undefined;
};

export type ImageInput = {
  altText?: string | null | undefined;
  id?: string | number | null | undefined;
  src?: string | null | undefined;
};

export type InventoryAdjustmentInput = {
  adjustment?: number | null | undefined;
  changeFromQuantity?: number | null | undefined;
  locationId: string | number;
};

export type InventoryItemInput = {
  cost?: string | null | undefined;
  countryCodeOfOrigin?: CountryCode | null | undefined;
  countryHarmonizedSystemCodes?: Array<CountryHarmonizedSystemCodeInput> | null | undefined;
  harmonizedSystemCode?: string | null | undefined;
  measurement?: InventoryItemMeasurementInput | null | undefined;
  provinceCodeOfOrigin?: string | null | undefined;
  requiresShipping?: boolean | null | undefined;
  sku?: string | null | undefined;
  tracked?: boolean | null | undefined;
};

export type InventoryItemMeasurementInput = {
  shippingPackageId?: string | number | null | undefined;
  weight?: WeightInput | null | undefined;
};

export type InventoryLevelInput = {
  availableQuantity: number;
  locationId: string | number;
};

export type LinkedMetafieldCreateInput = {
  key: string;
  namespace: string;
  values?: Array<string> | null | undefined;
};

export type LocalizationExtensionInput = {
  key: LocalizationExtensionKey;
  value: string;
};

export const LocalizationExtensionKey = {
  ShippingCredentialBr: 'SHIPPING_CREDENTIAL_BR',
  ShippingCredentialCl: 'SHIPPING_CREDENTIAL_CL',
  ShippingCredentialCn: 'SHIPPING_CREDENTIAL_CN',
  ShippingCredentialCo: 'SHIPPING_CREDENTIAL_CO',
  ShippingCredentialCr: 'SHIPPING_CREDENTIAL_CR',
  ShippingCredentialEc: 'SHIPPING_CREDENTIAL_EC',
  ShippingCredentialEs: 'SHIPPING_CREDENTIAL_ES',
  ShippingCredentialGt: 'SHIPPING_CREDENTIAL_GT',
  ShippingCredentialId: 'SHIPPING_CREDENTIAL_ID',
  ShippingCredentialKr: 'SHIPPING_CREDENTIAL_KR',
  ShippingCredentialMx: 'SHIPPING_CREDENTIAL_MX',
  ShippingCredentialMy: 'SHIPPING_CREDENTIAL_MY',
  ShippingCredentialPe: 'SHIPPING_CREDENTIAL_PE',
  ShippingCredentialPt: 'SHIPPING_CREDENTIAL_PT',
  ShippingCredentialPy: 'SHIPPING_CREDENTIAL_PY',
  ShippingCredentialTr: 'SHIPPING_CREDENTIAL_TR',
  ShippingCredentialTw: 'SHIPPING_CREDENTIAL_TW',
  ShippingCredentialTypeCo: 'SHIPPING_CREDENTIAL_TYPE_CO',
  TaxCredentialBr: 'TAX_CREDENTIAL_BR',
  TaxCredentialCl: 'TAX_CREDENTIAL_CL',
  TaxCredentialCo: 'TAX_CREDENTIAL_CO',
  TaxCredentialCr: 'TAX_CREDENTIAL_CR',
  TaxCredentialEc: 'TAX_CREDENTIAL_EC',
  TaxCredentialEs: 'TAX_CREDENTIAL_ES',
  TaxCredentialGt: 'TAX_CREDENTIAL_GT',
  TaxCredentialId: 'TAX_CREDENTIAL_ID',
  TaxCredentialIt: 'TAX_CREDENTIAL_IT',
  TaxCredentialMx: 'TAX_CREDENTIAL_MX',
  TaxCredentialMy: 'TAX_CREDENTIAL_MY',
  TaxCredentialPe: 'TAX_CREDENTIAL_PE',
  TaxCredentialPt: 'TAX_CREDENTIAL_PT',
  TaxCredentialPy: 'TAX_CREDENTIAL_PY',
  TaxCredentialTr: 'TAX_CREDENTIAL_TR',
  TaxCredentialTypeCo: 'TAX_CREDENTIAL_TYPE_CO',
  TaxCredentialTypeMx: 'TAX_CREDENTIAL_TYPE_MX',
  TaxCredentialUseMx: 'TAX_CREDENTIAL_USE_MX',
  TaxEmailIt: 'TAX_EMAIL_IT'
} as const;

export type LocalizationExtensionKey = typeof LocalizationExtensionKey[keyof typeof LocalizationExtensionKey];
export type LocalizedFieldInput = {
  key: LocalizedFieldKey;
  value: string;
};

export const LocalizedFieldKey = {
  ShippingCredentialBr: 'SHIPPING_CREDENTIAL_BR',
  ShippingCredentialCl: 'SHIPPING_CREDENTIAL_CL',
  ShippingCredentialCn: 'SHIPPING_CREDENTIAL_CN',
  ShippingCredentialCo: 'SHIPPING_CREDENTIAL_CO',
  ShippingCredentialCr: 'SHIPPING_CREDENTIAL_CR',
  ShippingCredentialEc: 'SHIPPING_CREDENTIAL_EC',
  ShippingCredentialEs: 'SHIPPING_CREDENTIAL_ES',
  ShippingCredentialGt: 'SHIPPING_CREDENTIAL_GT',
  ShippingCredentialId: 'SHIPPING_CREDENTIAL_ID',
  ShippingCredentialKr: 'SHIPPING_CREDENTIAL_KR',
  ShippingCredentialMx: 'SHIPPING_CREDENTIAL_MX',
  ShippingCredentialMy: 'SHIPPING_CREDENTIAL_MY',
  ShippingCredentialPe: 'SHIPPING_CREDENTIAL_PE',
  ShippingCredentialPt: 'SHIPPING_CREDENTIAL_PT',
  ShippingCredentialPy: 'SHIPPING_CREDENTIAL_PY',
  ShippingCredentialTr: 'SHIPPING_CREDENTIAL_TR',
  ShippingCredentialTw: 'SHIPPING_CREDENTIAL_TW',
  ShippingCredentialTypeCo: 'SHIPPING_CREDENTIAL_TYPE_CO',
  TaxCredentialBr: 'TAX_CREDENTIAL_BR',
  TaxCredentialCl: 'TAX_CREDENTIAL_CL',
  TaxCredentialCo: 'TAX_CREDENTIAL_CO',
  TaxCredentialCr: 'TAX_CREDENTIAL_CR',
  TaxCredentialEc: 'TAX_CREDENTIAL_EC',
  TaxCredentialEs: 'TAX_CREDENTIAL_ES',
  TaxCredentialGt: 'TAX_CREDENTIAL_GT',
  TaxCredentialId: 'TAX_CREDENTIAL_ID',
  TaxCredentialIt: 'TAX_CREDENTIAL_IT',
  TaxCredentialMx: 'TAX_CREDENTIAL_MX',
  TaxCredentialMy: 'TAX_CREDENTIAL_MY',
  TaxCredentialPe: 'TAX_CREDENTIAL_PE',
  TaxCredentialPt: 'TAX_CREDENTIAL_PT',
  TaxCredentialPy: 'TAX_CREDENTIAL_PY',
  TaxCredentialTr: 'TAX_CREDENTIAL_TR',
  TaxCredentialTypeCo: 'TAX_CREDENTIAL_TYPE_CO',
  TaxCredentialTypeMx: 'TAX_CREDENTIAL_TYPE_MX',
  TaxCredentialUseMx: 'TAX_CREDENTIAL_USE_MX',
  TaxEmailIt: 'TAX_EMAIL_IT'
} as const;

export type LocalizedFieldKey = typeof LocalizedFieldKey[keyof typeof LocalizedFieldKey];
export type MailingAddressInput = {
  address1?: string | null | undefined;
  address2?: string | null | undefined;
  city?: string | null | undefined;
  company?: string | null | undefined;
  /** @deprecated Use `countryCode` instead. */
  country?: string | null | undefined;
  countryCode?: CountryCode | null | undefined;
  firstName?: string | null | undefined;
  /** @deprecated Not needed for 90% of mutations, and provided separately where it is needed. */
  id?: string | number | null | undefined;
  lastName?: string | null | undefined;
  phone?: string | null | undefined;
  /** @deprecated Use `provinceCode` instead. */
  province?: string | null | undefined;
  provinceCode?: string | null | undefined;
  zip?: string | null | undefined;
};

export const MediaContentType = {
  ExternalVideo: 'EXTERNAL_VIDEO',
  Image: 'IMAGE',
  Model_3D: 'MODEL_3D',
  Video: 'VIDEO'
} as const;

export type MediaContentType = typeof MediaContentType[keyof typeof MediaContentType];
export const MediaStatus = {
  Failed: 'FAILED',
  Processing: 'PROCESSING',
  Ready: 'READY',
  Uploaded: 'UPLOADED'
} as const;

export type MediaStatus = typeof MediaStatus[keyof typeof MediaStatus];
export const MediaUserErrorCode = {
  Blank: 'BLANK',
  Invalid: 'INVALID',
  InvalidMediaType: 'INVALID_MEDIA_TYPE',
  MaximumVariantMediaPairsExceeded: 'MAXIMUM_VARIANT_MEDIA_PAIRS_EXCEEDED',
  MediaCannotBeModified: 'MEDIA_CANNOT_BE_MODIFIED',
  MediaDoesNotExist: 'MEDIA_DOES_NOT_EXIST',
  MediaDoesNotExistOnProduct: 'MEDIA_DOES_NOT_EXIST_ON_PRODUCT',
  MediaIsNotAttachedToVariant: 'MEDIA_IS_NOT_ATTACHED_TO_VARIANT',
  MissingArguments: 'MISSING_ARGUMENTS',
  Model3DThrottleExceeded: 'MODEL3D_THROTTLE_EXCEEDED',
  Model3DValidationError: 'MODEL3D_VALIDATION_ERROR',
  NonReadyMedia: 'NON_READY_MEDIA',
  ProductDoesNotExist: 'PRODUCT_DOES_NOT_EXIST',
  ProductMediaLimitExceeded: 'PRODUCT_MEDIA_LIMIT_EXCEEDED',
  ProductSuspended: 'PRODUCT_SUSPENDED',
  ProductVariantAlreadyHasMedia: 'PRODUCT_VARIANT_ALREADY_HAS_MEDIA',
  ProductVariantDoesNotExistOnProduct: 'PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT',
  ProductVariantSpecifiedMultipleTimes: 'PRODUCT_VARIANT_SPECIFIED_MULTIPLE_TIMES',
  ShopMediaLimitExceeded: 'SHOP_MEDIA_LIMIT_EXCEEDED',
  TooManyMediaPerInputPair: 'TOO_MANY_MEDIA_PER_INPUT_PAIR',
  VideoThrottleExceeded: 'VIDEO_THROTTLE_EXCEEDED',
  VideoValidationError: 'VIDEO_VALIDATION_ERROR'
} as const;

export type MediaUserErrorCode = typeof MediaUserErrorCode[keyof typeof MediaUserErrorCode];
export type MetafieldAccessInput = {
  admin?: MetafieldAdminAccessInput | null | undefined;
  customerAccount?: MetafieldCustomerAccountAccessInput | null | undefined;
  storefront?: MetafieldStorefrontAccessInput | null | undefined;
};

export const MetafieldAdminAccessInput = {
  MerchantRead: 'MERCHANT_READ',
  MerchantReadWrite: 'MERCHANT_READ_WRITE'
} as const;

export type MetafieldAdminAccessInput = typeof MetafieldAdminAccessInput[keyof typeof MetafieldAdminAccessInput];
export type MetafieldCapabilityAdminFilterableInput = {
  enabled: boolean;
};

export type MetafieldCapabilityAnalyticsQueryableInput = {
  enabled: boolean;
};

export type MetafieldCapabilityCartToOrderCopyableInput = {
  enabled: boolean;
};

export type MetafieldCapabilityCreateInput = {
  adminFilterable?: MetafieldCapabilityAdminFilterableInput | null | undefined;
  analyticsQueryable?: MetafieldCapabilityAnalyticsQueryableInput | null | undefined;
  cartToOrderCopyable?: MetafieldCapabilityCartToOrderCopyableInput | null | undefined;
  smartCollectionCondition?: MetafieldCapabilitySmartCollectionConditionInput | null | undefined;
  uniqueValues?: MetafieldCapabilityUniqueValuesInput | null | undefined;
};

export type MetafieldCapabilitySmartCollectionConditionInput = {
  enabled: boolean;
};

export type MetafieldCapabilityUniqueValuesInput = {
  enabled: boolean;
};

export const MetafieldCustomerAccountAccessInput = {
  None: 'NONE',
  Read: 'READ',
  ReadWrite: 'READ_WRITE'
} as const;

export type MetafieldCustomerAccountAccessInput = typeof MetafieldCustomerAccountAccessInput[keyof typeof MetafieldCustomerAccountAccessInput];
export type MetafieldDefinitionConstraintsInput = {
  key: string;
  values: Array<string>;
};

export const MetafieldDefinitionCreateUserErrorCode = {
  AdminAccessInputNotAllowed: 'ADMIN_ACCESS_INPUT_NOT_ALLOWED',
  Blank: 'BLANK',
  CapabilityRequiredButDisabled: 'CAPABILITY_REQUIRED_BUT_DISABLED',
  DuplicateOption: 'DUPLICATE_OPTION',
  Inclusion: 'INCLUSION',
  Invalid: 'INVALID',
  InvalidCapability: 'INVALID_CAPABILITY',
  InvalidCharacter: 'INVALID_CHARACTER',
  InvalidConstraints: 'INVALID_CONSTRAINTS',
  InvalidInputCombination: 'INVALID_INPUT_COMBINATION',
  InvalidOption: 'INVALID_OPTION',
  LimitExceeded: 'LIMIT_EXCEEDED',
  OwnerTypeLimitExceededForAutomatedCollections: 'OWNER_TYPE_LIMIT_EXCEEDED_FOR_AUTOMATED_COLLECTIONS',
  OwnerTypeLimitExceededForUseAsAdminFilters: 'OWNER_TYPE_LIMIT_EXCEEDED_FOR_USE_AS_ADMIN_FILTERS',
  PinnedLimitReached: 'PINNED_LIMIT_REACHED',
  Present: 'PRESENT',
  ReservedNamespaceKey: 'RESERVED_NAMESPACE_KEY',
  ResourceTypeLimitExceeded: 'RESOURCE_TYPE_LIMIT_EXCEEDED',
  ResourceTypeLimitExceededByApp: 'RESOURCE_TYPE_LIMIT_EXCEEDED_BY_APP',
  Taken: 'TAKEN',
  TooLong: 'TOO_LONG',
  TooShort: 'TOO_SHORT',
  TypeNotAllowedForConditions: 'TYPE_NOT_ALLOWED_FOR_CONDITIONS',
  UnstructuredAlreadyExists: 'UNSTRUCTURED_ALREADY_EXISTS',
  UnsupportedPinning: 'UNSUPPORTED_PINNING'
} as const;

export type MetafieldDefinitionCreateUserErrorCode = typeof MetafieldDefinitionCreateUserErrorCode[keyof typeof MetafieldDefinitionCreateUserErrorCode];
export type MetafieldDefinitionInput = {
  access?: MetafieldAccessInput | null | undefined;
  capabilities?: MetafieldCapabilityCreateInput | null | undefined;
  constraints?: MetafieldDefinitionConstraintsInput | null | undefined;
  description?: string | null | undefined;
  key: string;
  name: string;
  namespace?: string | null | undefined;
  ownerType: MetafieldOwnerType;
  pin?: boolean | null | undefined;
  type: string;
  /** @deprecated Use `smartCollectionCondition` instead. */
  useAsCollectionCondition?: boolean | null | undefined;
  validations?: Array<MetafieldDefinitionValidationInput> | null | undefined;
};

export type MetafieldDefinitionValidationInput = {
  name: string;
  value: string;
};

export type MetafieldIdentifierInput = {
  key: string;
  namespace: string;
  ownerId: string | number;
};

export type MetafieldInput = {
  id?: string | number | null | undefined;
  key?: string | null | undefined;
  namespace?: string | null | undefined;
  type?: string | null | undefined;
  value?: string | null | undefined;
};

export const MetafieldOwnerType = {
  ApiPermission: 'API_PERMISSION',
  Article: 'ARTICLE',
  Blog: 'BLOG',
  Carttransform: 'CARTTRANSFORM',
  Collection: 'COLLECTION',
  Company: 'COMPANY',
  CompanyLocation: 'COMPANY_LOCATION',
  Customer: 'CUSTOMER',
  DeliveryCustomization: 'DELIVERY_CUSTOMIZATION',
  Discount: 'DISCOUNT',
  Draftorder: 'DRAFTORDER',
  FulfillmentConstraintRule: 'FULFILLMENT_CONSTRAINT_RULE',
  GiftCardTransaction: 'GIFT_CARD_TRANSACTION',
  Location: 'LOCATION',
  Market: 'MARKET',
  MediaImage: 'MEDIA_IMAGE',
  Order: 'ORDER',
  OrderRoutingLocationRule: 'ORDER_ROUTING_LOCATION_RULE',
  Page: 'PAGE',
  PaymentCustomization: 'PAYMENT_CUSTOMIZATION',
  Product: 'PRODUCT',
  Productvariant: 'PRODUCTVARIANT',
  SellingPlan: 'SELLING_PLAN',
  Shop: 'SHOP',
  Transfer: 'TRANSFER',
  Validation: 'VALIDATION'
} as const;

export type MetafieldOwnerType = typeof MetafieldOwnerType[keyof typeof MetafieldOwnerType];
export const MetafieldStorefrontAccessInput = {
  None: 'NONE',
  PublicRead: 'PUBLIC_READ'
} as const;

export type MetafieldStorefrontAccessInput = typeof MetafieldStorefrontAccessInput[keyof typeof MetafieldStorefrontAccessInput];
export type MetafieldsSetInput = {
  compareDigest?: string | null | undefined;
  key: string;
  namespace?: string | null | undefined;
  ownerId: string | number;
  type?: string | null | undefined;
  value: string;
};

export const MetafieldsSetUserErrorCode = {
  AppNotAuthorized: 'APP_NOT_AUTHORIZED',
  Blank: 'BLANK',
  CapabilityViolation: 'CAPABILITY_VIOLATION',
  Inclusion: 'INCLUSION',
  InternalError: 'INTERNAL_ERROR',
  Invalid: 'INVALID',
  InvalidCompareDigest: 'INVALID_COMPARE_DIGEST',
  InvalidType: 'INVALID_TYPE',
  InvalidValue: 'INVALID_VALUE',
  LessThanOrEqualTo: 'LESS_THAN_OR_EQUAL_TO',
  Present: 'PRESENT',
  StaleObject: 'STALE_OBJECT',
  Taken: 'TAKEN',
  TooLong: 'TOO_LONG',
  TooShort: 'TOO_SHORT'
} as const;

export type MetafieldsSetUserErrorCode = typeof MetafieldsSetUserErrorCode[keyof typeof MetafieldsSetUserErrorCode];
export type MoneyBagInput = {
  presentmentMoney?: MoneyInput | null | undefined;
  shopMoney: MoneyInput;
};

export type MoneyInput = {
  amount: string;
  currencyCode: CurrencyCode;
};

export type MoveInput = {
  id: string | number;
  newPosition: string;
};

export type OptionSetInput = {
  id?: string | number | null | undefined;
  linkedMetafield?: LinkedMetafieldCreateInput | null | undefined;
  name?: string | null | undefined;
  position?: number | null | undefined;
  values?: Array<OptionValueSetInput> | null | undefined;
};

export type OptionValueSetInput = {
  id?: string | number | null | undefined;
  name?: string | null | undefined;
};

export const OrderAdjustmentInputDiscrepancyReason = {
  Customer: 'CUSTOMER',
  Damage: 'DAMAGE',
  Other: 'OTHER',
  Restock: 'RESTOCK'
} as const;

export type OrderAdjustmentInputDiscrepancyReason = typeof OrderAdjustmentInputDiscrepancyReason[keyof typeof OrderAdjustmentInputDiscrepancyReason];
export const OrderCancelUserErrorCode = {
  InternalError: 'INTERNAL_ERROR',
  Invalid: 'INVALID',
  NotFound: 'NOT_FOUND',
  NoRefundPermission: 'NO_REFUND_PERMISSION',
  NoRefundToStoreCreditPermission: 'NO_REFUND_TO_STORE_CREDIT_PERMISSION',
  StoreCreditRefundB2BNotSupported: 'STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED',
  StoreCreditRefundExpirationInPast: 'STORE_CREDIT_REFUND_EXPIRATION_IN_PAST',
  StoreCreditRefundMissingCustomer: 'STORE_CREDIT_REFUND_MISSING_CUSTOMER'
} as const;

export type OrderCancelUserErrorCode = typeof OrderCancelUserErrorCode[keyof typeof OrderCancelUserErrorCode];
export type OrderCreateAssociateCustomerAttributesInput = {
  email?: string | null | undefined;
  id?: string | number | null | undefined;
};

export type OrderCreateCustomAttributeInput = {
  key: string;
  value: string;
};

export type OrderCreateCustomerAddressInput = {
  address1?: string | null | undefined;
  address2?: string | null | undefined;
  city?: string | null | undefined;
  company?: string | null | undefined;
  country?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  phone?: string | null | undefined;
  province?: string | null | undefined;
  zip?: string | null | undefined;
};

export type OrderCreateCustomerInput =
  {   toAssociate: OrderCreateAssociateCustomerAttributesInput; toUpsert?: never; }
  |  { toAssociate?: never;   toUpsert: OrderCreateUpsertCustomerAttributesInput; };

export type OrderCreateDiscountCodeInput = {
  freeShippingDiscountCode?: OrderCreateFreeShippingDiscountCodeAttributesInput | null | undefined;
  itemFixedDiscountCode?: OrderCreateFixedDiscountCodeAttributesInput | null | undefined;
  itemPercentageDiscountCode?: OrderCreatePercentageDiscountCodeAttributesInput | null | undefined;
};

export const OrderCreateFinancialStatus = {
  Authorized: 'AUTHORIZED',
  Expired: 'EXPIRED',
  Paid: 'PAID',
  PartiallyPaid: 'PARTIALLY_PAID',
  PartiallyRefunded: 'PARTIALLY_REFUNDED',
  Pending: 'PENDING',
  Refunded: 'REFUNDED',
  Voided: 'VOIDED'
} as const;

export type OrderCreateFinancialStatus = typeof OrderCreateFinancialStatus[keyof typeof OrderCreateFinancialStatus];
export type OrderCreateFixedDiscountCodeAttributesInput = {
  amountSet?: MoneyBagInput | null | undefined;
  code: string;
};

export type OrderCreateFreeShippingDiscountCodeAttributesInput = {
  code: string;
};

export type OrderCreateFulfillmentInput = {
  locationId: string | number;
  notifyCustomer?: boolean | null | undefined;
  originAddress?: FulfillmentOriginAddressInput | null | undefined;
  shipmentStatus?: FulfillmentEventStatus | null | undefined;
  trackingCompany?: string | null | undefined;
  trackingNumber?: string | null | undefined;
};

export const OrderCreateFulfillmentStatus = {
  Fulfilled: 'FULFILLED',
  Partial: 'PARTIAL',
  Restocked: 'RESTOCKED'
} as const;

export type OrderCreateFulfillmentStatus = typeof OrderCreateFulfillmentStatus[keyof typeof OrderCreateFulfillmentStatus];
export const OrderCreateInputsInventoryBehavior = {
  Bypass: 'BYPASS',
  DecrementIgnoringPolicy: 'DECREMENT_IGNORING_POLICY',
  DecrementObeyingPolicy: 'DECREMENT_OBEYING_POLICY'
} as const;

export type OrderCreateInputsInventoryBehavior = typeof OrderCreateInputsInventoryBehavior[keyof typeof OrderCreateInputsInventoryBehavior];
export type OrderCreateLineItemInput = {
  fulfillmentService?: string | null | undefined;
  giftCard?: boolean | null | undefined;
  priceSet?: MoneyBagInput | null | undefined;
  productId?: string | number | null | undefined;
  properties?: Array<OrderCreateLineItemPropertyInput> | null | undefined;
  quantity: number;
  requiresShipping?: boolean | null | undefined;
  sku?: string | null | undefined;
  taxLines?: Array<OrderCreateTaxLineInput> | null | undefined;
  taxable?: boolean | null | undefined;
  title?: string | null | undefined;
  variantId?: string | number | null | undefined;
  variantTitle?: string | null | undefined;
  vendor?: string | null | undefined;
  weight?: WeightInput | null | undefined;
};

export type OrderCreateLineItemPropertyInput = {
  name: string;
  value: string;
};

export type OrderCreateOptionsInput = {
  inventoryBehaviour?: OrderCreateInputsInventoryBehavior | null | undefined;
  sendFulfillmentReceipt?: boolean | null | undefined;
  sendReceipt?: boolean | null | undefined;
};

export type OrderCreateOrderInput = {
  billingAddress?: MailingAddressInput | null | undefined;
  buyerAcceptsMarketing?: boolean | null | undefined;
  closedAt?: string | null | undefined;
  companyLocationId?: string | number | null | undefined;
  currency?: CurrencyCode | null | undefined;
  customAttributes?: Array<OrderCreateCustomAttributeInput> | null | undefined;
  customer?: OrderCreateCustomerInput | null | undefined;
  /** @deprecated This is replaced by the `customer` field in a future version. */
  customerId?: string | number | null | undefined;
  discountCode?: OrderCreateDiscountCodeInput | null | undefined;
  email?: string | null | undefined;
  financialStatus?: OrderCreateFinancialStatus | null | undefined;
  fulfillment?: OrderCreateFulfillmentInput | null | undefined;
  fulfillmentStatus?: OrderCreateFulfillmentStatus | null | undefined;
  lineItems?: Array<OrderCreateLineItemInput> | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  name?: string | null | undefined;
  note?: string | null | undefined;
  phone?: string | null | undefined;
  poNumber?: string | null | undefined;
  presentmentCurrency?: CurrencyCode | null | undefined;
  processedAt?: string | null | undefined;
  referringSite?: string | null | undefined;
  shippingAddress?: MailingAddressInput | null | undefined;
  shippingLines?: Array<OrderCreateShippingLineInput> | null | undefined;
  sourceIdentifier?: string | null | undefined;
  sourceName?: string | null | undefined;
  sourceUrl?: string | null | undefined;
  tags?: Array<string> | null | undefined;
  taxLines?: Array<OrderCreateTaxLineInput> | null | undefined;
  taxesIncluded?: boolean | null | undefined;
  test?: boolean | null | undefined;
  transactions?: Array<OrderCreateOrderTransactionInput> | null | undefined;
  userId?: string | number | null | undefined;
};

export type OrderCreateOrderTransactionInput = {
  amountSet: MoneyBagInput;
  authorizationCode?: string | null | undefined;
  deviceId?: string | number | null | undefined;
  gateway?: string | null | undefined;
  giftCardId?: string | number | null | undefined;
  kind?: OrderTransactionKind | null | undefined;
  locationId?: string | number | null | undefined;
  processedAt?: string | null | undefined;
  receiptJson?: unknown;
  status?: OrderTransactionStatus | null | undefined;
  test?: boolean | null | undefined;
  userId?: string | number | null | undefined;
};

export type OrderCreatePercentageDiscountCodeAttributesInput = {
  code: string;
  percentage?: number | null | undefined;
};

export type OrderCreateShippingLineInput = {
  code?: string | null | undefined;
  priceSet: MoneyBagInput;
  source?: string | null | undefined;
  taxLines?: Array<OrderCreateTaxLineInput> | null | undefined;
  title: string;
};

export type OrderCreateTaxLineInput = {
  channelLiable?: boolean | null | undefined;
  priceSet?: MoneyBagInput | null | undefined;
  rate: string;
  title: string;
};

export type OrderCreateUpsertCustomerAttributesInput = {
  addresses?: Array<OrderCreateCustomerAddressInput> | null | undefined;
  email?: string | null | undefined;
  firstName?: string | null | undefined;
  id?: string | number | null | undefined;
  lastName?: string | null | undefined;
  multipassIdentifier?: string | null | undefined;
  note?: string | null | undefined;
  phone?: string | null | undefined;
  tags?: Array<string> | null | undefined;
  taxExempt?: boolean | null | undefined;
};

export const OrderCreateUserErrorCode = {
  FulfillmentServiceInvalid: 'FULFILLMENT_SERVICE_INVALID',
  Invalid: 'INVALID',
  InventoryClaimFailed: 'INVENTORY_CLAIM_FAILED',
  ProcessedAtInvalid: 'PROCESSED_AT_INVALID',
  RedundantCustomerFields: 'REDUNDANT_CUSTOMER_FIELDS',
  ShopDormant: 'SHOP_DORMANT',
  TaxLineRateMissing: 'TAX_LINE_RATE_MISSING'
} as const;

export type OrderCreateUserErrorCode = typeof OrderCreateUserErrorCode[keyof typeof OrderCreateUserErrorCode];
export const OrderCustomerRemoveUserErrorCode = {
  Invalid: 'INVALID',
  NotFound: 'NOT_FOUND',
  NotSaved: 'NOT_SAVED'
} as const;

export type OrderCustomerRemoveUserErrorCode = typeof OrderCustomerRemoveUserErrorCode[keyof typeof OrderCustomerRemoveUserErrorCode];
export const OrderCustomerSetUserErrorCode = {
  Invalid: 'INVALID',
  NotFound: 'NOT_FOUND',
  NotPermitted: 'NOT_PERMITTED',
  NotSaved: 'NOT_SAVED'
} as const;

export type OrderCustomerSetUserErrorCode = typeof OrderCustomerSetUserErrorCode[keyof typeof OrderCustomerSetUserErrorCode];
export const OrderDisplayFinancialStatus = {
  Authorized: 'AUTHORIZED',
  Expired: 'EXPIRED',
  Paid: 'PAID',
  PartiallyPaid: 'PARTIALLY_PAID',
  PartiallyRefunded: 'PARTIALLY_REFUNDED',
  Pending: 'PENDING',
  Refunded: 'REFUNDED',
  Voided: 'VOIDED'
} as const;

export type OrderDisplayFinancialStatus = typeof OrderDisplayFinancialStatus[keyof typeof OrderDisplayFinancialStatus];
export const OrderDisplayFulfillmentStatus = {
  Fulfilled: 'FULFILLED',
  InProgress: 'IN_PROGRESS',
  OnHold: 'ON_HOLD',
  Open: 'OPEN',
  PartiallyFulfilled: 'PARTIALLY_FULFILLED',
  PendingFulfillment: 'PENDING_FULFILLMENT',
  RequestDeclined: 'REQUEST_DECLINED',
  Restocked: 'RESTOCKED',
  Scheduled: 'SCHEDULED',
  Unfulfilled: 'UNFULFILLED'
} as const;

export type OrderDisplayFulfillmentStatus = typeof OrderDisplayFulfillmentStatus[keyof typeof OrderDisplayFulfillmentStatus];
export type OrderEditAddShippingLineInput = {
  price: MoneyInput;
  title: string;
};

export type OrderInput = {
  customAttributes?: Array<AttributeInput> | null | undefined;
  email?: string | null | undefined;
  id: string | number;
  /** @deprecated This field will be removed in a future version. Use `localizedFields` instead. */
  localizationExtensions?: Array<LocalizationExtensionInput> | null | undefined;
  localizedFields?: Array<LocalizedFieldInput> | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  note?: string | null | undefined;
  phone?: string | null | undefined;
  poNumber?: string | null | undefined;
  shippingAddress?: MailingAddressInput | null | undefined;
  tags?: Array<string> | null | undefined;
};

export type OrderTransactionInput = {
  amount: string;
  gateway: string;
  kind: OrderTransactionKind;
  orderId: string | number;
  parentId?: string | number | null | undefined;
};

export const OrderTransactionKind = {
  Authorization: 'AUTHORIZATION',
  Capture: 'CAPTURE',
  Change: 'CHANGE',
  EmvAuthorization: 'EMV_AUTHORIZATION',
  Refund: 'REFUND',
  Sale: 'SALE',
  SuggestedRefund: 'SUGGESTED_REFUND',
  Void: 'VOID'
} as const;

export type OrderTransactionKind = typeof OrderTransactionKind[keyof typeof OrderTransactionKind];
export const OrderTransactionStatus = {
  AwaitingResponse: 'AWAITING_RESPONSE',
  Error: 'ERROR',
  Failure: 'FAILURE',
  Pending: 'PENDING',
  Success: 'SUCCESS',
  Unknown: 'UNKNOWN'
} as const;

export type OrderTransactionStatus = typeof OrderTransactionStatus[keyof typeof OrderTransactionStatus];
export type ProductClaimOwnershipInput = {
  bundles?: boolean | null | undefined;
};

export type ProductSetIdentifiers =
  {   customId: UniqueMetafieldValueInput; handle?: never; id?: never; }
  |  { customId?: never;   handle: string; id?: never; }
  |  { customId?: never; handle?: never;   id: string | number; };

export type ProductSetInput = {
  category?: string | number | null | undefined;
  claimOwnership?: ProductClaimOwnershipInput | null | undefined;
  collections?: Array<string | number> | null | undefined;
  combinedListingRole?: CombinedListingsRole | null | undefined;
  descriptionHtml?: string | null | undefined;
  files?: Array<FileSetInput> | null | undefined;
  giftCard?: boolean | null | undefined;
  giftCardTemplateSuffix?: string | null | undefined;
  handle?: string | null | undefined;
  /** @deprecated Use `identifier` instead to get the product's ID */
  id?: string | number | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  productOptions?: Array<OptionSetInput> | null | undefined;
  productType?: string | null | undefined;
  redirectNewHandle?: boolean | null | undefined;
  requiresSellingPlan?: boolean | null | undefined;
  seo?: SeoInput | null | undefined;
  status?: ProductStatus | null | undefined;
  tags?: Array<string> | null | undefined;
  templateSuffix?: string | null | undefined;
  title?: string | null | undefined;
  variants?: Array<ProductVariantSetInput> | null | undefined;
  vendor?: string | null | undefined;
};

export type ProductSetInventoryInput = {
  locationId: string | number;
  name: string;
  quantity: number;
};

export const ProductSetUserErrorCode = {
  CannotCombineLinkedAndNonlinkedOptionValues: 'CANNOT_COMBINE_LINKED_AND_NONLINKED_OPTION_VALUES',
  CapabilityViolation: 'CAPABILITY_VIOLATION',
  DuplicatedMetafieldValue: 'DUPLICATED_METAFIELD_VALUE',
  DuplicatedOptionName: 'DUPLICATED_OPTION_NAME',
  DuplicatedOptionValue: 'DUPLICATED_OPTION_VALUE',
  DuplicatedValue: 'DUPLICATED_VALUE',
  DuplicateLinkedOption: 'DUPLICATE_LINKED_OPTION',
  GenericError: 'GENERIC_ERROR',
  GiftCardsNotActivated: 'GIFT_CARDS_NOT_ACTIVATED',
  GiftCardAttributeCannotBeChanged: 'GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED',
  HandleNotUnique: 'HANDLE_NOT_UNIQUE',
  IdNotAllowed: 'ID_NOT_ALLOWED',
  InputMismatch: 'INPUT_MISMATCH',
  InvalidInput: 'INVALID_INPUT',
  InvalidMetafield: 'INVALID_METAFIELD',
  InvalidMetafieldValueForLinkedOption: 'INVALID_METAFIELD_VALUE_FOR_LINKED_OPTION',
  InvalidProduct: 'INVALID_PRODUCT',
  InvalidVariant: 'INVALID_VARIANT',
  InventoryQuantitiesLimitExceeded: 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED',
  JobError: 'JOB_ERROR',
  LinkedMetafieldDefinitionNotFound: 'LINKED_METAFIELD_DEFINITION_NOT_FOUND',
  LinkedOptionsNotSupportedForShop: 'LINKED_OPTIONS_NOT_SUPPORTED_FOR_SHOP',
  MetafieldMismatch: 'METAFIELD_MISMATCH',
  MissingFieldRequired: 'MISSING_FIELD_REQUIRED',
  NotFound: 'NOT_FOUND',
  OptionsOverLimit: 'OPTIONS_OVER_LIMIT',
  OptionDoesNotExist: 'OPTION_DOES_NOT_EXIST',
  OptionValuesMissing: 'OPTION_VALUES_MISSING',
  OptionValuesOverLimit: 'OPTION_VALUES_OVER_LIMIT',
  OptionValueDoesNotExist: 'OPTION_VALUE_DOES_NOT_EXIST',
  ProductDoesNotExist: 'PRODUCT_DOES_NOT_EXIST',
  ProductOptionsInputMissing: 'PRODUCT_OPTIONS_INPUT_MISSING',
  ProductSuspended: 'PRODUCT_SUSPENDED',
  ProductVariantDoesNotExist: 'PRODUCT_VARIANT_DOES_NOT_EXIST',
  VariantsInputMissing: 'VARIANTS_INPUT_MISSING',
  VariantsOverLimit: 'VARIANTS_OVER_LIMIT'
} as const;

export type ProductSetUserErrorCode = typeof ProductSetUserErrorCode[keyof typeof ProductSetUserErrorCode];
export const ProductStatus = {
  Active: 'ACTIVE',
  Archived: 'ARCHIVED',
  Draft: 'DRAFT',
  Unlisted: 'UNLISTED'
} as const;

export type ProductStatus = typeof ProductStatus[keyof typeof ProductStatus];
export type ProductUpdateInput = {
  category?: string | number | null | undefined;
  collectionsToJoin?: Array<string | number> | null | undefined;
  collectionsToLeave?: Array<string | number> | null | undefined;
  deleteConflictingConstrainedMetafields?: boolean | null | undefined;
  descriptionHtml?: string | null | undefined;
  giftCardTemplateSuffix?: string | null | undefined;
  handle?: string | null | undefined;
  id?: string | number | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  productType?: string | null | undefined;
  redirectNewHandle?: boolean | null | undefined;
  requiresSellingPlan?: boolean | null | undefined;
  seo?: SeoInput | null | undefined;
  status?: ProductStatus | null | undefined;
  tags?: Array<string> | null | undefined;
  templateSuffix?: string | null | undefined;
  title?: string | null | undefined;
  vendor?: string | null | undefined;
};

export type ProductVariantAppendMediaInput = {
  mediaIds: Array<string | number>;
  variantId: string | number;
};

export const ProductVariantInventoryPolicy = {
  Continue: 'CONTINUE',
  Deny: 'DENY'
} as const;

export type ProductVariantInventoryPolicy = typeof ProductVariantInventoryPolicy[keyof typeof ProductVariantInventoryPolicy];
export type ProductVariantSetInput = {
  barcode?: string | null | undefined;
  compareAtPrice?: string | null | undefined;
  file?: FileSetInput | null | undefined;
  id?: string | number | null | undefined;
  inventoryItem?: InventoryItemInput | null | undefined;
  inventoryPolicy?: ProductVariantInventoryPolicy | null | undefined;
  inventoryQuantities?: Array<ProductSetInventoryInput> | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  optionValues: Array<VariantOptionValueInput>;
  position?: number | null | undefined;
  price?: string | null | undefined;
  published?: boolean | null | undefined;
  requiresComponents?: boolean | null | undefined;
  showUnitPrice?: boolean | null | undefined;
  sku?: string | null | undefined;
  taxCode?: string | null | undefined;
  taxable?: boolean | null | undefined;
  unitPriceMeasurement?: UnitPriceMeasurementInput | null | undefined;
};

export const ProductVariantsBulkCreateUserErrorCode = {
  CannotSetNameForLinkedOptionValue: 'CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE',
  GreaterThanOrEqualTo: 'GREATER_THAN_OR_EQUAL_TO',
  Invalid: 'INVALID',
  InvalidInput: 'INVALID_INPUT',
  InventoryQuantitiesLimitExceeded: 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED',
  LocalCurrencyGiftCardPriceMustBeZero: 'LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO',
  MustBeForThisProduct: 'MUST_BE_FOR_THIS_PRODUCT',
  NeedToAddOptionValues: 'NEED_TO_ADD_OPTION_VALUES',
  NegativePriceValue: 'NEGATIVE_PRICE_VALUE',
  NotDefinedForShop: 'NOT_DEFINED_FOR_SHOP',
  NoKeyOnCreate: 'NO_KEY_ON_CREATE',
  OptionValuesForNumberOfUnknownOptions: 'OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS',
  ProductDoesNotExist: 'PRODUCT_DOES_NOT_EXIST',
  ProductSuspended: 'PRODUCT_SUSPENDED',
  SubscriptionViolation: 'SUBSCRIPTION_VIOLATION',
  TooManyInventoryLocations: 'TOO_MANY_INVENTORY_LOCATIONS',
  TrackedVariantLocationNotFound: 'TRACKED_VARIANT_LOCATION_NOT_FOUND',
  UnsupportedCombinedListingParentOperation: 'UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION',
  VariantAlreadyExists: 'VARIANT_ALREADY_EXISTS',
  VariantAlreadyExistsChangeOptionValue: 'VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE'
} as const;

export type ProductVariantsBulkCreateUserErrorCode = typeof ProductVariantsBulkCreateUserErrorCode[keyof typeof ProductVariantsBulkCreateUserErrorCode];
export type ProductVariantsBulkInput = {
  barcode?: string | null | undefined;
  compareAtPrice?: string | null | undefined;
  id?: string | number | null | undefined;
  inventoryItem?: InventoryItemInput | null | undefined;
  inventoryPolicy?: ProductVariantInventoryPolicy | null | undefined;
  inventoryQuantities?: Array<InventoryLevelInput> | null | undefined;
  mediaId?: string | number | null | undefined;
  mediaSrc?: Array<string> | null | undefined;
  metafields?: Array<MetafieldInput> | null | undefined;
  optionValues?: Array<VariantOptionValueInput> | null | undefined;
  price?: string | null | undefined;
  published?: boolean | null | undefined;
  quantityAdjustments?: Array<InventoryAdjustmentInput> | null | undefined;
  requiresComponents?: boolean | null | undefined;
  showUnitPrice?: boolean | null | undefined;
  taxCode?: string | null | undefined;
  taxable?: boolean | null | undefined;
  unitPriceMeasurement?: UnitPriceMeasurementInput | null | undefined;
};

export const ProductVariantsBulkUpdateUserErrorCode = {
  Blank: 'BLANK',
  CannotSetNameForLinkedOptionValue: 'CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE',
  CannotSpecifyBoth: 'CANNOT_SPECIFY_BOTH',
  GreaterThanOrEqualTo: 'GREATER_THAN_OR_EQUAL_TO',
  InvalidInput: 'INVALID_INPUT',
  InvalidValue: 'INVALID_VALUE',
  InventoryQuantitiesLimitExceeded: 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED',
  LocalCurrencyGiftCardPriceMustBeZero: 'LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO',
  MustBeForThisProduct: 'MUST_BE_FOR_THIS_PRODUCT',
  MustSpecifyOneOfPair: 'MUST_SPECIFY_ONE_OF_PAIR',
  NeedToAddOptionValues: 'NEED_TO_ADD_OPTION_VALUES',
  NegativePriceValue: 'NEGATIVE_PRICE_VALUE',
  NotDefinedForShop: 'NOT_DEFINED_FOR_SHOP',
  NoInventoryQuantitesDuringUpdate: 'NO_INVENTORY_QUANTITES_DURING_UPDATE',
  NoInventoryQuantitiesOnVariantsUpdate: 'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE',
  OptionDoesNotExist: 'OPTION_DOES_NOT_EXIST',
  OptionValuesForNumberOfUnknownOptions: 'OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS',
  OptionValueDoesNotExist: 'OPTION_VALUE_DOES_NOT_EXIST',
  OptionValueNameTooLong: 'OPTION_VALUE_NAME_TOO_LONG',
  ProductDoesNotExist: 'PRODUCT_DOES_NOT_EXIST',
  ProductSuspended: 'PRODUCT_SUSPENDED',
  ProductVariantDoesNotExist: 'PRODUCT_VARIANT_DOES_NOT_EXIST',
  ProductVariantIdMissing: 'PRODUCT_VARIANT_ID_MISSING',
  SubscriptionViolation: 'SUBSCRIPTION_VIOLATION',
  TooLong: 'TOO_LONG',
  TooShort: 'TOO_SHORT',
  UnsupportedCombinedListingParentOperation: 'UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION',
  VariantAlreadyExists: 'VARIANT_ALREADY_EXISTS'
} as const;

export type ProductVariantsBulkUpdateUserErrorCode = typeof ProductVariantsBulkUpdateUserErrorCode[keyof typeof ProductVariantsBulkUpdateUserErrorCode];
export type RefundDutyInput = {
  dutyId: string | number;
  refundType?: RefundDutyRefundType | null | undefined;
};

export const RefundDutyRefundType = {
  Full: 'FULL',
  Proportional: 'PROPORTIONAL'
} as const;

export type RefundDutyRefundType = typeof RefundDutyRefundType[keyof typeof RefundDutyRefundType];
export type RefundInput = {
  allowOverRefunding?: boolean | null | undefined;
  currency?: CurrencyCode | null | undefined;
  discrepancyReason?: OrderAdjustmentInputDiscrepancyReason | null | undefined;
  note?: string | null | undefined;
  notify?: boolean | null | undefined;
  orderId: string | number;
  processedAt?: string | null | undefined;
  refundDuties?: Array<RefundDutyInput> | null | undefined;
  refundLineItems?: Array<RefundLineItemInput> | null | undefined;
  refundMethods?: Array<RefundMethodInput> | null | undefined;
  shipping?: ShippingRefundInput | null | undefined;
  transactions?: Array<OrderTransactionInput> | null | undefined;
};

export type RefundLineItemInput = {
  lineItemId: string | number;
  locationId?: string | number | null | undefined;
  quantity: number;
  restockType?: RefundLineItemRestockType | null | undefined;
};

export const RefundLineItemRestockType = {
  Cancel: 'CANCEL',
  LegacyRestock: 'LEGACY_RESTOCK',
  NoRestock: 'NO_RESTOCK',
  Return: 'RETURN'
} as const;

export type RefundLineItemRestockType = typeof RefundLineItemRestockType[keyof typeof RefundLineItemRestockType];
export type RefundMethodInput =
  {   storeCreditRefund: StoreCreditRefundInput; };

export type SeoInput = {
  description?: string | null | undefined;
  title?: string | null | undefined;
};

export type ShippingRefundInput = {
  amount?: string | null | undefined;
  fullRefund?: boolean | null | undefined;
};

export type StoreCreditRefundInput = {
  amount: MoneyInput;
  expiresAt?: string | null | undefined;
};

export const TaxExemption = {
  CaBcCommercialFisheryExemption: 'CA_BC_COMMERCIAL_FISHERY_EXEMPTION',
  CaBcContractorExemption: 'CA_BC_CONTRACTOR_EXEMPTION',
  CaBcProductionAndMachineryExemption: 'CA_BC_PRODUCTION_AND_MACHINERY_EXEMPTION',
  CaBcResellerExemption: 'CA_BC_RESELLER_EXEMPTION',
  CaBcSubContractorExemption: 'CA_BC_SUB_CONTRACTOR_EXEMPTION',
  CaDiplomatExemption: 'CA_DIPLOMAT_EXEMPTION',
  CaMbCommercialFisheryExemption: 'CA_MB_COMMERCIAL_FISHERY_EXEMPTION',
  CaMbFarmerExemption: 'CA_MB_FARMER_EXEMPTION',
  CaMbResellerExemption: 'CA_MB_RESELLER_EXEMPTION',
  CaNlVptResellerExemption: 'CA_NL_VPT_RESELLER_EXEMPTION',
  CaNsCommercialFisheryExemption: 'CA_NS_COMMERCIAL_FISHERY_EXEMPTION',
  CaNsFarmerExemption: 'CA_NS_FARMER_EXEMPTION',
  CaOnPurchaseExemption: 'CA_ON_PURCHASE_EXEMPTION',
  CaPeCommercialFisheryExemption: 'CA_PE_COMMERCIAL_FISHERY_EXEMPTION',
  CaSkCommercialFisheryExemption: 'CA_SK_COMMERCIAL_FISHERY_EXEMPTION',
  CaSkContractorExemption: 'CA_SK_CONTRACTOR_EXEMPTION',
  CaSkFarmerExemption: 'CA_SK_FARMER_EXEMPTION',
  CaSkProductionAndMachineryExemption: 'CA_SK_PRODUCTION_AND_MACHINERY_EXEMPTION',
  CaSkResellerExemption: 'CA_SK_RESELLER_EXEMPTION',
  CaSkSubContractorExemption: 'CA_SK_SUB_CONTRACTOR_EXEMPTION',
  CaSkVptResellerExemption: 'CA_SK_VPT_RESELLER_EXEMPTION',
  CaStatusCardExemption: 'CA_STATUS_CARD_EXEMPTION',
  EuReverseChargeExemptionRule: 'EU_REVERSE_CHARGE_EXEMPTION_RULE',
  UsAkResellerExemption: 'US_AK_RESELLER_EXEMPTION',
  UsAlResellerExemption: 'US_AL_RESELLER_EXEMPTION',
  UsArResellerExemption: 'US_AR_RESELLER_EXEMPTION',
  UsAzResellerExemption: 'US_AZ_RESELLER_EXEMPTION',
  UsCaResellerExemption: 'US_CA_RESELLER_EXEMPTION',
  UsCoResellerExemption: 'US_CO_RESELLER_EXEMPTION',
  UsCtResellerExemption: 'US_CT_RESELLER_EXEMPTION',
  UsDcResellerExemption: 'US_DC_RESELLER_EXEMPTION',
  UsDeResellerExemption: 'US_DE_RESELLER_EXEMPTION',
  UsFlResellerExemption: 'US_FL_RESELLER_EXEMPTION',
  UsGaResellerExemption: 'US_GA_RESELLER_EXEMPTION',
  UsHiResellerExemption: 'US_HI_RESELLER_EXEMPTION',
  UsIaResellerExemption: 'US_IA_RESELLER_EXEMPTION',
  UsIdResellerExemption: 'US_ID_RESELLER_EXEMPTION',
  UsIlResellerExemption: 'US_IL_RESELLER_EXEMPTION',
  UsInResellerExemption: 'US_IN_RESELLER_EXEMPTION',
  UsKsResellerExemption: 'US_KS_RESELLER_EXEMPTION',
  UsKyResellerExemption: 'US_KY_RESELLER_EXEMPTION',
  UsLaResellerExemption: 'US_LA_RESELLER_EXEMPTION',
  UsMaResellerExemption: 'US_MA_RESELLER_EXEMPTION',
  UsMdResellerExemption: 'US_MD_RESELLER_EXEMPTION',
  UsMeResellerExemption: 'US_ME_RESELLER_EXEMPTION',
  UsMiResellerExemption: 'US_MI_RESELLER_EXEMPTION',
  UsMnResellerExemption: 'US_MN_RESELLER_EXEMPTION',
  UsMoResellerExemption: 'US_MO_RESELLER_EXEMPTION',
  UsMsResellerExemption: 'US_MS_RESELLER_EXEMPTION',
  UsMtResellerExemption: 'US_MT_RESELLER_EXEMPTION',
  UsNcResellerExemption: 'US_NC_RESELLER_EXEMPTION',
  UsNdResellerExemption: 'US_ND_RESELLER_EXEMPTION',
  UsNeResellerExemption: 'US_NE_RESELLER_EXEMPTION',
  UsNhResellerExemption: 'US_NH_RESELLER_EXEMPTION',
  UsNjResellerExemption: 'US_NJ_RESELLER_EXEMPTION',
  UsNmResellerExemption: 'US_NM_RESELLER_EXEMPTION',
  UsNvResellerExemption: 'US_NV_RESELLER_EXEMPTION',
  UsNyResellerExemption: 'US_NY_RESELLER_EXEMPTION',
  UsOhResellerExemption: 'US_OH_RESELLER_EXEMPTION',
  UsOkResellerExemption: 'US_OK_RESELLER_EXEMPTION',
  UsOrResellerExemption: 'US_OR_RESELLER_EXEMPTION',
  UsPaResellerExemption: 'US_PA_RESELLER_EXEMPTION',
  UsRiResellerExemption: 'US_RI_RESELLER_EXEMPTION',
  UsScResellerExemption: 'US_SC_RESELLER_EXEMPTION',
  UsSdResellerExemption: 'US_SD_RESELLER_EXEMPTION',
  UsTnResellerExemption: 'US_TN_RESELLER_EXEMPTION',
  UsTxResellerExemption: 'US_TX_RESELLER_EXEMPTION',
  UsUtResellerExemption: 'US_UT_RESELLER_EXEMPTION',
  UsVaResellerExemption: 'US_VA_RESELLER_EXEMPTION',
  UsVtResellerExemption: 'US_VT_RESELLER_EXEMPTION',
  UsWaResellerExemption: 'US_WA_RESELLER_EXEMPTION',
  UsWiResellerExemption: 'US_WI_RESELLER_EXEMPTION',
  UsWvResellerExemption: 'US_WV_RESELLER_EXEMPTION',
  UsWyResellerExemption: 'US_WY_RESELLER_EXEMPTION'
} as const;

export type TaxExemption = typeof TaxExemption[keyof typeof TaxExemption];
export type UniqueMetafieldValueInput = {
  key: string;
  namespace?: string | null | undefined;
  value: string;
};

export type UnitPriceMeasurementInput = {
  quantityUnit?: UnitPriceMeasurementMeasuredUnit | null | undefined;
  quantityValue?: number | null | undefined;
  referenceUnit?: UnitPriceMeasurementMeasuredUnit | null | undefined;
  referenceValue?: number | null | undefined;
};

export const UnitPriceMeasurementMeasuredUnit = {
  Cl: 'CL',
  Cm: 'CM',
  Floz: 'FLOZ',
  Ft: 'FT',
  Ft2: 'FT2',
  G: 'G',
  Gal: 'GAL',
  In: 'IN',
  Item: 'ITEM',
  Kg: 'KG',
  L: 'L',
  Lb: 'LB',
  M: 'M',
  M2: 'M2',
  M3: 'M3',
  Mg: 'MG',
  Ml: 'ML',
  Mm: 'MM',
  Oz: 'OZ',
  Pt: 'PT',
  Qt: 'QT',
  Unknown: 'UNKNOWN',
  Yd: 'YD'
} as const;

export type UnitPriceMeasurementMeasuredUnit = typeof UnitPriceMeasurementMeasuredUnit[keyof typeof UnitPriceMeasurementMeasuredUnit];
export type VariantOptionValueInput = {
  id?: string | number | null | undefined;
  linkedMetafieldValue?: string | null | undefined;
  name?: string | null | undefined;
  optionId?: string | number | null | undefined;
  optionName?: string | null | undefined;
};

export type WeightInput = {
  unit: WeightUnit;
  value: number;
};

export const WeightUnit = {
  Grams: 'GRAMS',
  Kilograms: 'KILOGRAMS',
  Ounces: 'OUNCES',
  Pounds: 'POUNDS'
} as const;

export type WeightUnit = typeof WeightUnit[keyof typeof WeightUnit];
export type ShopFactsQueryVariables = Exact<{ [key: string]: never; }>;


export type ShopFactsQuery = { shop: { id: string, name: string, currencyCode: CurrencyCode, ianaTimezone: string, plan: { publicDisplayName: string, partnerDevelopment: boolean } } };

export type ShopIdQueryVariables = Exact<{ [key: string]: never; }>;


export type ShopIdQuery = { shop: { id: string } };

export type LocationsQueryVariables = Exact<{ [key: string]: never; }>;


export type LocationsQuery = { locations: { nodes: Array<{ id: string, name: string, isActive: boolean }> } };

export type CollectionByCustomIdQueryVariables = Exact<{
  namespace: string;
  value: string;
}>;


export type CollectionByCustomIdQuery = { collectionByIdentifier: { id: string, title: string, managed: { value: string } | null } | null };

export type CollectionByHandleQueryVariables = Exact<{
  namespace: string;
  handle: string;
}>;


export type CollectionByHandleQuery = { collectionByIdentifier: { id: string, title: string, ruleSet: { appliedDisjunctively: boolean } | null, sourceId: { value: string } | null } | null };

export type CollectionCreateMutationVariables = Exact<{
  collection: CollectionCreateInput;
}>;


export type CollectionCreateMutation = { collectionCreate: { collection: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type CollectionUpdateMutationVariables = Exact<{
  collection: CollectionUpdateInput;
}>;


export type CollectionUpdateMutation = { collectionUpdate: { collection: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type CustomDataDefinitionsQueryVariables = Exact<{
  ownerType: MetafieldOwnerType;
  namespace: string;
  after?: string | null | undefined;
}>;


export type CustomDataDefinitionsQuery = { metafieldDefinitions: { nodes: Array<{ key: string, type: { name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CustomDataSetMutationVariables = Exact<{
  metafields: Array<MetafieldsSetInput> | MetafieldsSetInput;
}>;


export type CustomDataSetMutation = { metafieldsSet: { metafields: Array<{ key: string, value: string }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: MetafieldsSetUserErrorCode | null }> } | null };

export type CustomDataDeleteMutationVariables = Exact<{
  metafields: Array<MetafieldIdentifierInput> | MetafieldIdentifierInput;
}>;


export type CustomDataDeleteMutation = { metafieldsDelete: { deletedMetafields: Array<{ key: string } | null> | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type CustomerFieldsFragment = { id: string, displayName: string, firstName: string | null, lastName: string | null, note: string | null, tags: Array<string>, defaultEmailAddress: { emailAddress: string, marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null, defaultPhoneNumber: { phoneNumber: string, marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null, addressesV2: { nodes: Array<{ id: string, firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null }> }, sourceId: { value: string } | null, managed: { value: string } | null };

export type CustomerCustomDataFragment = { customData: { edges: Array<{ node: { key: string, value: string } }> } };

export type CustomerByCustomIdQueryVariables = Exact<{
  namespace: string;
  value: string;
  addresses: number;
}>;


export type CustomerByCustomIdQuery = { customerByIdentifier: { id: string, displayName: string, firstName: string | null, lastName: string | null, note: string | null, tags: Array<string>, defaultEmailAddress: { emailAddress: string, marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null, defaultPhoneNumber: { phoneNumber: string, marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null, addressesV2: { nodes: Array<{ id: string, firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null }> }, sourceId: { value: string } | null, managed: { value: string } | null, customData: { edges: Array<{ node: { key: string, value: string } }> } } | null };

export type CustomerByEmailQueryVariables = Exact<{
  namespace: string;
  email: string;
  addresses: number;
}>;


export type CustomerByEmailQuery = { customerByIdentifier: { id: string, displayName: string, firstName: string | null, lastName: string | null, note: string | null, tags: Array<string>, defaultEmailAddress: { emailAddress: string, marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null, defaultPhoneNumber: { phoneNumber: string, marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null, addressesV2: { nodes: Array<{ id: string, firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null }> }, sourceId: { value: string } | null, managed: { value: string } | null, customData: { edges: Array<{ node: { key: string, value: string } }> } } | null };

export type CustomerSnapshotsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
  addresses: number;
}>;


export type CustomerSnapshotsQuery = { nodes: Array<
    | { id: string, displayName: string, firstName: string | null, lastName: string | null, note: string | null, tags: Array<string>, defaultEmailAddress: { emailAddress: string, marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null, defaultPhoneNumber: { phoneNumber: string, marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null, addressesV2: { nodes: Array<{ id: string, firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null }> }, sourceId: { value: string } | null, managed: { value: string } | null, customData: { edges: Array<{ node: { key: string, value: string } }> } }
    | Record<PropertyKey, never>
   | null> };

export type CustomerSetMutationVariables = Exact<{
  identifier?: CustomerSetIdentifiers | null | undefined;
  input: CustomerSetInput;
  namespace: string;
  addresses: number;
}>;


export type CustomerSetMutation = { customerSet: { customer: { id: string, displayName: string, firstName: string | null, lastName: string | null, note: string | null, tags: Array<string>, defaultEmailAddress: { emailAddress: string, marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null, defaultPhoneNumber: { phoneNumber: string, marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null, addressesV2: { nodes: Array<{ id: string, firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null }> }, sourceId: { value: string } | null, managed: { value: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: CustomerSetUserErrorCode | null }> } | null };

export type CustomerUpdateMutationVariables = Exact<{
  input: CustomerInput;
  namespace: string;
  addresses: number;
}>;


export type CustomerUpdateMutation = { customerUpdate: { customer: { id: string, displayName: string, firstName: string | null, lastName: string | null, note: string | null, tags: Array<string>, defaultEmailAddress: { emailAddress: string, marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null, defaultPhoneNumber: { phoneNumber: string, marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null, addressesV2: { nodes: Array<{ id: string, firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null }> }, sourceId: { value: string } | null, managed: { value: string } | null, customData: { edges: Array<{ node: { key: string, value: string } }> } } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type CustomerConsentMutationVariables = Exact<{
  input: CustomerEmailMarketingConsentUpdateInput;
}>;


export type CustomerConsentMutation = { customerEmailMarketingConsentUpdate: { customer: { id: string, defaultEmailAddress: { marketingState: CustomerEmailAddressMarketingState, marketingUpdatedAt: string | null } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: CustomerEmailMarketingConsentUpdateUserErrorCode | null }> } | null };

export type CustomerSmsConsentMutationVariables = Exact<{
  input: CustomerSmsMarketingConsentUpdateInput;
}>;


export type CustomerSmsConsentMutation = { customerSmsMarketingConsentUpdate: { customer: { id: string, defaultPhoneNumber: { marketingState: CustomerSmsMarketingState, marketingUpdatedAt: string | null } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: CustomerSmsMarketingConsentErrorCode | null }> } | null };

export type TenCustomersQueryVariables = Exact<{
  namespace: string;
  v0: string;
  v1: string;
  v2: string;
  v3: string;
  v4: string;
  v5: string;
  v6: string;
  v7: string;
  v8: string;
  v9: string;
}>;


export type TenCustomersQuery = { r0: { id: string } | null, r1: { id: string } | null, r2: { id: string } | null, r3: { id: string } | null, r4: { id: string } | null, r5: { id: string } | null, r6: { id: string } | null, r7: { id: string } | null, r8: { id: string } | null, r9: { id: string } | null };

export type OurCustomersQueryVariables = Exact<{
  namespace: string;
  after?: string | null | undefined;
}>;


export type OurCustomersQuery = { customers: { nodes: Array<{ id: string, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ShownCustomersQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
}>;


export type ShownCustomersQuery = { nodes: Array<
    | { id: string, label: string, defaultEmailAddress: { emailAddress: string } | null, sourceId: { value: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type CustomersByEmailQueryVariables = Exact<{
  namespace: string;
  value: string;
}>;


export type CustomersByEmailQuery = { customerByIdentifier: { id: string, sourceId: { value: string } | null } | null };

export type DefinitionCreateMutationVariables = Exact<{
  definition: MetafieldDefinitionInput;
}>;


export type DefinitionCreateMutation = { metafieldDefinitionCreate: { createdDefinition: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: MetafieldDefinitionCreateUserErrorCode | null }> } | null };

export type MetafieldsSetMutationVariables = Exact<{
  metafields: Array<MetafieldsSetInput> | MetafieldsSetInput;
}>;


export type MetafieldsSetMutation = { metafieldsSet: { metafields: Array<{ id: string }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: MetafieldsSetUserErrorCode | null }> } | null };

export type MetafieldsDeleteMutationVariables = Exact<{
  metafields: Array<MetafieldIdentifierInput> | MetafieldIdentifierInput;
}>;


export type MetafieldsDeleteMutation = { metafieldsDelete: { deletedMetafields: Array<{ ownerId: string } | null> | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type AnchorsQueryVariables = Exact<{
  namespace: string;
  locationId: string | number;
  withLocation: boolean;
  o0: MetafieldOwnerType;
  o1: MetafieldOwnerType;
  o2: MetafieldOwnerType;
  o3: MetafieldOwnerType;
  o4: MetafieldOwnerType;
  o5: MetafieldOwnerType;
  o6: MetafieldOwnerType;
  o7: MetafieldOwnerType;
}>;


export type AnchorsQuery = { shop: { currencyCode: CurrencyCode }, location?: { id: string, isActive: boolean } | null, d0: { type: { name: string } } | null, d1: { type: { name: string } } | null, d2: { type: { name: string } } | null, d3: { type: { name: string } } | null, d4: { type: { name: string } } | null, d5: { type: { name: string } } | null, d6: { type: { name: string } } | null, d7: { type: { name: string } } | null };

export type ExistingQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type ExistingQuery = { nodes: Array<
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null> };

export type PublicationsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PublicationsQuery = { publications: { nodes: Array<{ id: string, name: string, channels: { nodes: Array<{ handle: string, app: { id: string, handle: string | null } }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PublishMutationVariables = Exact<{
  id: string | number;
  publicationId: string | number;
}>;


export type PublishMutation = { publishablePublish: { userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type UnpublishMutationVariables = Exact<{
  id: string | number;
  publicationId: string | number;
}>;


export type UnpublishMutation = { publishableUnpublish: { userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type LineFieldsFragment = { id: string, title: string, quantity: number, currentQuantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> };

export type OrderFieldsFragment = { id: string, name: string, currencyCode: CurrencyCode, presentmentCurrencyCode: CurrencyCode, processedAt: string, email: string | null, phone: string | null, note: string | null, poNumber: string | null, tags: Array<string>, closed: boolean, cancelledAt: string | null, edited: boolean, taxesIncluded: boolean, displayFinancialStatus: OrderDisplayFinancialStatus | null, displayFulfillmentStatus: OrderDisplayFulfillmentStatus, discountCodes: Array<string>, sourceIdentifier: string | null, customer: { id: string } | null, customAttributes: Array<{ key: string, value: string | null }>, totalPriceSet: { shopMoney: { amount: string } }, totalDiscountsSet: { shopMoney: { amount: string } } | null, totalRefundedSet: { shopMoney: { amount: string } }, currentTotalPriceSet: { shopMoney: { amount: string } }, currentTotalDiscountsSet: { shopMoney: { amount: string } }, billingAddress: { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null } | null, shippingAddress: { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null } | null, lineItems: { nodes: Array<{ id: string, title: string, quantity: number, currentQuantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, shippingLines: { nodes: Array<{ title: string, code: string | null, originalPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }> }, transactions: Array<{ id: string, kind: OrderTransactionKind, status: OrderTransactionStatus, gateway: string | null, amountSet: { shopMoney: { amount: string } } }>, refunds: Array<{ id: string, note: string | null, totalRefundedSet: { shopMoney: { amount: string } } }>, fulfillments: Array<{ status: FulfillmentStatus, trackingInfo: Array<{ number: string | null, company: string | null }> }>, sourceId: { value: string } | null, managed: { value: string } | null };

export type OrderAddressFieldsFragment = { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null };

export type OrderByCustomIdQueryVariables = Exact<{
  namespace: string;
  value: string;
}>;


export type OrderByCustomIdQuery = { orderByIdentifier: { id: string } | null };

export type OrderSnapshotsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
  lines: number;
  shippingLines: number;
}>;


export type OrderSnapshotsQuery = { nodes: Array<
    | { id: string, name: string, currencyCode: CurrencyCode, presentmentCurrencyCode: CurrencyCode, processedAt: string, email: string | null, phone: string | null, note: string | null, poNumber: string | null, tags: Array<string>, closed: boolean, cancelledAt: string | null, edited: boolean, taxesIncluded: boolean, displayFinancialStatus: OrderDisplayFinancialStatus | null, displayFulfillmentStatus: OrderDisplayFulfillmentStatus, discountCodes: Array<string>, sourceIdentifier: string | null, customer: { id: string } | null, customAttributes: Array<{ key: string, value: string | null }>, totalPriceSet: { shopMoney: { amount: string } }, totalDiscountsSet: { shopMoney: { amount: string } } | null, totalRefundedSet: { shopMoney: { amount: string } }, currentTotalPriceSet: { shopMoney: { amount: string } }, currentTotalDiscountsSet: { shopMoney: { amount: string } }, billingAddress: { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null } | null, shippingAddress: { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null } | null, lineItems: { nodes: Array<{ id: string, title: string, quantity: number, currentQuantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, shippingLines: { nodes: Array<{ title: string, code: string | null, originalPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }> }, transactions: Array<{ id: string, kind: OrderTransactionKind, status: OrderTransactionStatus, gateway: string | null, amountSet: { shopMoney: { amount: string } } }>, refunds: Array<{ id: string, note: string | null, totalRefundedSet: { shopMoney: { amount: string } } }>, fulfillments: Array<{ status: FulfillmentStatus, trackingInfo: Array<{ number: string | null, company: string | null }> }>, sourceId: { value: string } | null, managed: { value: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type OrderLinesPageQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
  lines: number;
}>;


export type OrderLinesPageQuery = { order: { lineItems: { nodes: Array<{ id: string, title: string, quantity: number, currentQuantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type OrderRefundLinesQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderRefundLinesQuery = { order: { totalRefundedShippingSet: { shopMoney: { amount: string } }, refunds: Array<{ id: string, refundLineItems: { nodes: Array<{ quantity: number, lineItem: { id: string }, subtotalSet: { shopMoney: { amount: string } }, totalTaxSet: { shopMoney: { amount: string } } }> } }> } | null };

export type OrderRefundedPaymentsQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderRefundedPaymentsQuery = { order: { transactions: Array<{ kind: OrderTransactionKind, status: OrderTransactionStatus, amountSet: { shopMoney: { amount: string } }, parentTransaction: { id: string } | null }> } | null };

export type OrderCreateMutationVariables = Exact<{
  order: OrderCreateOrderInput;
  options: OrderCreateOptionsInput;
  namespace: string;
  lines: number;
  shippingLines: number;
}>;


export type OrderCreateMutation = { orderCreate: { order: { id: string, name: string, currencyCode: CurrencyCode, presentmentCurrencyCode: CurrencyCode, processedAt: string, email: string | null, phone: string | null, note: string | null, poNumber: string | null, tags: Array<string>, closed: boolean, cancelledAt: string | null, edited: boolean, taxesIncluded: boolean, displayFinancialStatus: OrderDisplayFinancialStatus | null, displayFulfillmentStatus: OrderDisplayFulfillmentStatus, discountCodes: Array<string>, sourceIdentifier: string | null, customer: { id: string } | null, customAttributes: Array<{ key: string, value: string | null }>, totalPriceSet: { shopMoney: { amount: string } }, totalDiscountsSet: { shopMoney: { amount: string } } | null, totalRefundedSet: { shopMoney: { amount: string } }, currentTotalPriceSet: { shopMoney: { amount: string } }, currentTotalDiscountsSet: { shopMoney: { amount: string } }, billingAddress: { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null } | null, shippingAddress: { firstName: string | null, lastName: string | null, company: string | null, address1: string | null, address2: string | null, city: string | null, province: string | null, provinceCode: string | null, zip: string | null, countryCodeV2: CountryCode | null, phone: string | null } | null, lineItems: { nodes: Array<{ id: string, title: string, quantity: number, currentQuantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, shippingLines: { nodes: Array<{ title: string, code: string | null, originalPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }> }, transactions: Array<{ id: string, kind: OrderTransactionKind, status: OrderTransactionStatus, gateway: string | null, amountSet: { shopMoney: { amount: string } } }>, refunds: Array<{ id: string, note: string | null, totalRefundedSet: { shopMoney: { amount: string } } }>, fulfillments: Array<{ status: FulfillmentStatus, trackingInfo: Array<{ number: string | null, company: string | null }> }>, sourceId: { value: string } | null, managed: { value: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: OrderCreateUserErrorCode | null }> } | null };

export type OrderUpdateMutationVariables = Exact<{
  input: OrderInput;
}>;


export type OrderUpdateMutation = { orderUpdate: { order: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderMarkAsPaidMutationVariables = Exact<{
  id: string | number;
}>;


export type OrderMarkAsPaidMutation = { orderMarkAsPaid: { order: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type RefundCreateMutationVariables = Exact<{
  input: RefundInput;
  idempotencyKey: string;
}>;


export type RefundCreateMutation = { refundCreate: { refund: { id: string, totalRefundedSet: { shopMoney: { amount: string } } } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderCancelMutationVariables = Exact<{
  orderId: string | number;
}>;


export type OrderCancelMutation = { orderCancel: { job: { id: string, done: boolean } | null, orderCancelUserErrors: Array<{ field: Array<string> | null, message: string, code: OrderCancelUserErrorCode | null }> } | null };

export type JobStatusQueryVariables = Exact<{
  id: string | number;
}>;


export type JobStatusQuery = { job: { id: string, done: boolean } | null };

export type OrderCloseMutationVariables = Exact<{
  id: string | number;
}>;


export type OrderCloseMutation = { orderClose: { order: { id: string, closed: boolean } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderCustomerSetMutationVariables = Exact<{
  orderId: string | number;
  customerId: string | number;
}>;


export type OrderCustomerSetMutation = { orderCustomerSet: { order: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: OrderCustomerSetUserErrorCode | null }> } | null };

export type OrderCustomerRemoveMutationVariables = Exact<{
  orderId: string | number;
}>;


export type OrderCustomerRemoveMutation = { orderCustomerRemove: { order: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: OrderCustomerRemoveUserErrorCode | null }> } | null };

export type OrderEditBeginMutationVariables = Exact<{
  id: string | number;
}>;


export type OrderEditBeginMutation = { orderEditBegin: { calculatedOrder: { id: string, totalPriceSet: { shopMoney: { amount: string } }, lineItems: { nodes: Array<{ id: string, title: string, quantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, variant: { id: string } | null }> }, shippingLines: Array<{ id: string | null, title: string, price: { shopMoney: { amount: string } } }> } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderEditSetQuantityMutationVariables = Exact<{
  id: string | number;
  lineItemId: string | number;
  quantity: number;
}>;


export type OrderEditSetQuantityMutation = { orderEditSetQuantity: { calculatedOrder: { totalPriceSet: { shopMoney: { amount: string } } } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderEditAddCustomItemMutationVariables = Exact<{
  id: string | number;
  title: string;
  price: MoneyInput;
  quantity: number;
  taxable: boolean;
  requiresShipping: boolean;
}>;


export type OrderEditAddCustomItemMutation = { orderEditAddCustomItem: { calculatedOrder: { totalPriceSet: { shopMoney: { amount: string } } } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderEditAddShippingMutationVariables = Exact<{
  id: string | number;
  shippingLine: OrderEditAddShippingLineInput;
}>;


export type OrderEditAddShippingMutation = { orderEditAddShippingLine: { calculatedOrder: { totalPriceSet: { shopMoney: { amount: string } } } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderEditRemoveShippingMutationVariables = Exact<{
  id: string | number;
  shippingLineId: string | number;
}>;


export type OrderEditRemoveShippingMutation = { orderEditRemoveShippingLine: { calculatedOrder: { totalPriceSet: { shopMoney: { amount: string } } } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type OrderEditCommitMutationVariables = Exact<{
  id: string | number;
  staffNote: string;
}>;


export type OrderEditCommitMutation = { orderEditCommit: { order: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type TenOrdersQueryVariables = Exact<{
  namespace: string;
  v0: string;
  v1: string;
  v2: string;
  v3: string;
  v4: string;
  v5: string;
  v6: string;
  v7: string;
  v8: string;
  v9: string;
}>;


export type TenOrdersQuery = { r0: { id: string } | null, r1: { id: string } | null, r2: { id: string } | null, r3: { id: string } | null, r4: { id: string } | null, r5: { id: string } | null, r6: { id: string } | null, r7: { id: string } | null, r8: { id: string } | null, r9: { id: string } | null };

export type OurOrdersQueryVariables = Exact<{
  namespace: string;
  after?: string | null | undefined;
}>;


export type OurOrdersQuery = { orders: { nodes: Array<{ id: string, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ShownOrdersQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
}>;


export type ShownOrdersQuery = { nodes: Array<
    | { id: string, cancelledAt: string | null, displayFulfillmentStatus: OrderDisplayFulfillmentStatus, label: string, at: string, totalPriceSet: { shopMoney: { amount: string, currencyCode: CurrencyCode } }, sourceId: { value: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type OrdersByNameQueryVariables = Exact<{
  namespace: string;
  query: string;
}>;


export type OrdersByNameQuery = { orders: { nodes: Array<{ id: string, name: string, sourceId: { value: string } | null }> } };

export type OrderTotalsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type OrderTotalsQuery = { nodes: Array<
    | { id: string, edited: boolean, processedAt: string, currencyCode: CurrencyCode, presentmentCurrencyCode: CurrencyCode, totalPriceSet: { shopMoney: { amount: string } } }
    | Record<PropertyKey, never>
   | null> };

export type OrdersOfCustomersQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
}>;


export type OrdersOfCustomersQuery = { nodes: Array<
    | { id: string, orders: { nodes: Array<{ sourceId: { value: string } | null }> } }
    | Record<PropertyKey, never>
   | null> };

export type OrderInPresentmentQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
  shippingLines: number;
}>;


export type OrderInPresentmentQuery = { order: { totalPriceSet: { shopMoney: { amount: string } }, totalDiscountsSet: { shopMoney: { amount: string } } | null, totalRefundedSet: { shopMoney: { amount: string } }, currentTotalPriceSet: { shopMoney: { amount: string } }, currentTotalDiscountsSet: { shopMoney: { amount: string } }, lineItems: { nodes: Array<{ id: string, title: string, quantity: number, currentQuantity: number, originalUnitPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, shippingLines: { nodes: Array<{ title: string, code: string | null, originalPriceSet: { shopMoney: { amount: string } }, taxLines: Array<{ title: string, rate: number | null, priceSet: { shopMoney: { amount: string } } }> }> }, transactions: Array<{ id: string, kind: OrderTransactionKind, status: OrderTransactionStatus, gateway: string | null, amountSet: { shopMoney: { amount: string } } }>, refunds: Array<{ id: string, note: string | null, totalRefundedSet: { shopMoney: { amount: string } } }> } | null };

export type RefundLinesInPresentmentQueryVariables = Exact<{
  id: string | number;
}>;


export type RefundLinesInPresentmentQuery = { order: { totalRefundedShippingSet: { shopMoney: { amount: string } }, refunds: Array<{ id: string, refundLineItems: { nodes: Array<{ quantity: number, lineItem: { id: string }, subtotalSet: { shopMoney: { amount: string } }, totalTaxSet: { shopMoney: { amount: string } } }> } }> } | null };

export type FulfillmentPartsQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
  withLines: boolean;
}>;


export type FulfillmentPartsQuery = { order: { fulfillments: Array<{ id: string, status: FulfillmentStatus, trackingInfo: Array<{ number: string | null, company: string | null, url: string | null }> }>, fulfillmentOrders: { nodes: Array<{ id: string, status: FulfillmentOrderStatus, assignedLocation: { location: { id: string } | null }, lineItems?: { nodes: Array<{ id: string, remainingQuantity: number, lineItem: { id: string } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type FulfillmentCreateMutationVariables = Exact<{
  fulfillment: FulfillmentInput;
}>;


export type FulfillmentCreateMutation = { fulfillmentCreate: { fulfillment: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type FulfillmentTrackingUpdateMutationVariables = Exact<{
  id: string | number;
  tracking: FulfillmentTrackingInput;
}>;


export type FulfillmentTrackingUpdateMutation = { fulfillmentTrackingInfoUpdate: { fulfillment: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type VariantFieldsFragment = { id: string, price: string, compareAtPrice: string | null, sku: string | null, barcode: string | null, taxable: boolean, selectedOptions: Array<{ name: string, value: string }>, inventoryItem: { measurement: { weight: { unit: WeightUnit, value: number } | null } }, sourceId: { value: string } | null };

export type CollectionOfProductFragment = { id: string, sourceId: { value: string } | null, managed: { value: string } | null };

export type ProductFieldsFragment = { id: string, title: string, descriptionHtml: string, handle: string, vendor: string, productType: string, status: ProductStatus, tags: Array<string>, published?: boolean, seo: { title: string | null, description: string | null }, managed: { value: string } | null, sourceId: { value: string } | null, options: Array<{ id: string, name: string, linkedMetafield: { key: string | null } | null }>, variants: { nodes: Array<{ id: string, price: string, compareAtPrice: string | null, sku: string | null, barcode: string | null, taxable: boolean, selectedOptions: Array<{ name: string, value: string }>, inventoryItem: { measurement: { weight: { unit: WeightUnit, value: number } | null } }, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, media: { nodes: Array<
      | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
      | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
      | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
      | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
    > }, collections: { nodes: Array<{ id: string, sourceId: { value: string } | null, managed: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductCustomDataFragment = { customData: { edges: Array<{ node: { key: string, value: string } }> } };

export type ProductByCustomIdQueryVariables = Exact<{
  namespace: string;
  value: string;
}>;


export type ProductByCustomIdQuery = { productByIdentifier: { id: string } | null };

export type ProductSnapshotsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
  publicationId: string | number;
  withPublication: boolean;
  variants: number;
  media: number;
  collections: number;
}>;


export type ProductSnapshotsQuery = { nodes: Array<
    | { id: string, title: string, descriptionHtml: string, handle: string, vendor: string, productType: string, status: ProductStatus, tags: Array<string>, published?: boolean, seo: { title: string | null, description: string | null }, managed: { value: string } | null, sourceId: { value: string } | null, options: Array<{ id: string, name: string, linkedMetafield: { key: string | null } | null }>, variants: { nodes: Array<{ id: string, price: string, compareAtPrice: string | null, sku: string | null, barcode: string | null, taxable: boolean, selectedOptions: Array<{ name: string, value: string }>, inventoryItem: { measurement: { weight: { unit: WeightUnit, value: number } | null } }, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, media: { nodes: Array<
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
        > }, collections: { nodes: Array<{ id: string, sourceId: { value: string } | null, managed: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, customData: { edges: Array<{ node: { key: string, value: string } }> } }
    | Record<PropertyKey, never>
   | null> };

export type VariantCustomDataQueryVariables = Exact<{
  id: string | number;
  variants: number;
  after?: string | null | undefined;
}>;


export type VariantCustomDataQuery = { product: { variants: { nodes: Array<{ id: string, customData: { edges: Array<{ node: { key: string, value: string } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ProductVariantsPageQueryVariables = Exact<{
  id: string | number;
  namespace: string;
  after?: string | null | undefined;
  variants: number;
}>;


export type ProductVariantsPageQuery = { product: { variants: { nodes: Array<{ id: string, price: string, compareAtPrice: string | null, sku: string | null, barcode: string | null, taxable: boolean, selectedOptions: Array<{ name: string, value: string }>, inventoryItem: { measurement: { weight: { unit: WeightUnit, value: number } | null } }, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ProductCollectionsPageQueryVariables = Exact<{
  id: string | number;
  namespace: string;
  after?: string | null | undefined;
  collections: number;
}>;


export type ProductCollectionsPageQuery = { product: { collections: { nodes: Array<{ id: string, sourceId: { value: string } | null, managed: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ProductMediaStatusQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type ProductMediaStatusQuery = { nodes: Array<
    | { id: string, media: { nodes: Array<
          | { status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { status: MediaStatus, mediaErrors: Array<{ message: string }> }
        > } }
    | Record<PropertyKey, never>
   | null> };

export type ProductSetMutationVariables = Exact<{
  identifier?: ProductSetIdentifiers | null | undefined;
  input: ProductSetInput;
  namespace: string;
  publicationId: string | number;
  withPublication: boolean;
  variants: number;
  media: number;
  collections: number;
}>;


export type ProductSetMutation = { productSet: { product: { id: string, title: string, descriptionHtml: string, handle: string, vendor: string, productType: string, status: ProductStatus, tags: Array<string>, published?: boolean, seo: { title: string | null, description: string | null }, managed: { value: string } | null, sourceId: { value: string } | null, options: Array<{ id: string, name: string, linkedMetafield: { key: string | null } | null }>, variants: { nodes: Array<{ id: string, price: string, compareAtPrice: string | null, sku: string | null, barcode: string | null, taxable: boolean, selectedOptions: Array<{ name: string, value: string }>, inventoryItem: { measurement: { weight: { unit: WeightUnit, value: number } | null } }, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, media: { nodes: Array<
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
          | { id: string, alt: string | null, mediaContentType: MediaContentType, status: MediaStatus, mediaErrors: Array<{ message: string }> }
        > }, collections: { nodes: Array<{ id: string, sourceId: { value: string } | null, managed: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: ProductSetUserErrorCode | null }> } | null };

export type ProductSetStructureMutationVariables = Exact<{
  identifier: ProductSetIdentifiers;
  input: ProductSetInput;
}>;


export type ProductSetStructureMutation = { productSet: { product: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: ProductSetUserErrorCode | null }> } | null };

export type ProductUpdateMutationVariables = Exact<{
  product: ProductUpdateInput;
  media?: Array<CreateMediaInput> | CreateMediaInput | null | undefined;
}>;


export type ProductUpdateMutation = { productUpdate: { product: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } | null };

export type ProductVariantsBulkUpdateMutationVariables = Exact<{
  productId: string | number;
  variants: Array<ProductVariantsBulkInput> | ProductVariantsBulkInput;
}>;


export type ProductVariantsBulkUpdateMutation = { productVariantsBulkUpdate: { productVariants: Array<{ id: string }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: ProductVariantsBulkUpdateUserErrorCode | null }> } | null };

export type ProductVariantsBulkCreateMutationVariables = Exact<{
  productId: string | number;
  variants: Array<ProductVariantsBulkInput> | ProductVariantsBulkInput;
}>;


export type ProductVariantsBulkCreateMutation = { productVariantsBulkCreate: { productVariants: Array<{ id: string }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: ProductVariantsBulkCreateUserErrorCode | null }> } | null };

export type FileUpdateMutationVariables = Exact<{
  files: Array<FileUpdateInput> | FileUpdateInput;
}>;


export type FileUpdateMutation = { fileUpdate: { files: Array<
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
    > | null, userErrors: Array<{ field: Array<string> | null, message: string, code: FilesErrorCode | null }> } | null };

export type TenProductsQueryVariables = Exact<{
  namespace: string;
  v0: string;
  v1: string;
  v2: string;
  v3: string;
  v4: string;
  v5: string;
  v6: string;
  v7: string;
  v8: string;
  v9: string;
}>;


export type TenProductsQuery = { r0: { id: string } | null, r1: { id: string } | null, r2: { id: string } | null, r3: { id: string } | null, r4: { id: string } | null, r5: { id: string } | null, r6: { id: string } | null, r7: { id: string } | null, r8: { id: string } | null, r9: { id: string } | null };

export type OurProductsQueryVariables = Exact<{
  namespace: string;
  after?: string | null | undefined;
}>;


export type OurProductsQuery = { products: { nodes: Array<{ id: string, sourceId: { value: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ShownProductsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  namespace: string;
}>;


export type ShownProductsQuery = { nodes: Array<
    | { id: string, status: ProductStatus, label: string, detail: string, sourceId: { value: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type ProductByHandleQueryVariables = Exact<{
  namespace: string;
  value: string;
}>;


export type ProductByHandleQuery = { productByIdentifier: { id: string, sourceId: { value: string } | null } | null };

export type VariantsBySkuQueryVariables = Exact<{
  namespace: string;
  query: string;
}>;


export type VariantsBySkuQuery = { productVariants: { nodes: Array<{ id: string, sku: string | null, product: { id: string, sourceId: { value: string } | null } }> } };

export type FilesByNameQueryVariables = Exact<{
  query: string;
}>;


export type FilesByNameQuery = { files: { nodes: Array<
      | { id: string, fileStatus: FileStatus, image: { url: string } | null }
      | Record<PropertyKey, never>
    > } };

export type FileStatesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type FileStatesQuery = { nodes: Array<
    | { id: string, fileStatus: FileStatus, image: { url: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type FileCreateMutationVariables = Exact<{
  files: Array<FileCreateInput> | FileCreateInput;
}>;


export type FileCreateMutation = { fileCreate: { files: Array<
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
      | { id: string }
    > | null, userErrors: Array<{ field: Array<string> | null, message: string, code: FilesErrorCode | null }> } | null };

export type FileDeleteMutationVariables = Exact<{
  fileIds: Array<string | number> | string | number;
}>;


export type FileDeleteMutation = { fileDelete: { deletedFileIds: Array<string> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: FilesErrorCode | null }> } | null };

export type ProductReorderMediaMutationVariables = Exact<{
  id: string | number;
  moves: Array<MoveInput> | MoveInput;
}>;


export type ProductReorderMediaMutation = { productReorderMedia: { job: { id: string, done: boolean } | null, mediaUserErrors: Array<{ field: Array<string> | null, message: string, code: MediaUserErrorCode | null }> } | null };

export type VariantAppendMediaMutationVariables = Exact<{
  productId: string | number;
  variantMedia: Array<ProductVariantAppendMediaInput> | ProductVariantAppendMediaInput;
}>;


export type VariantAppendMediaMutation = { productVariantAppendMedia: { productVariants: Array<{ id: string }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: MediaUserErrorCode | null }> } | null };
