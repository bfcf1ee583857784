import type {
  LocationsQuery,
  LocationsQueryVariables,
  ShopFactsQuery,
  ShopFactsQueryVariables,
  ShopIdQuery,
  ShopIdQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from './operation.ts'

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

/** Asks for nothing that could fail: whoever answers this is there. */
export const SHOP_ID = operation<ShopIdQuery, ShopIdQueryVariables>(`#graphql
  query ShopId {
    shop { id }
  }
`)

export const LOCATIONS = operation<LocationsQuery, LocationsQueryVariables>(`#graphql
  query Locations {
    locations(first: 100) {
      nodes { id name isActive }
    }
  }
`)
