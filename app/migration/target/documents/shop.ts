import type {
  LocationsQuery,
  LocationsQueryVariables,
  ShopFactsQuery,
  ShopFactsQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../operation.ts'

export const SHOP_FACTS = operation<ShopFactsQuery, ShopFactsQueryVariables>(`#graphql
  query ShopFacts {
    shop {
      id
      name
      currencyCode
      ianaTimezone
      plan { publicDisplayName partnerDevelopment }
    }
  }
`)

export const LOCATIONS = operation<LocationsQuery, LocationsQueryVariables>(`#graphql
  query Locations {
    locations(first: 100) {
      nodes { id name isActive }
    }
  }
`)
