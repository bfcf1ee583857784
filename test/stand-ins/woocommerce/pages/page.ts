import type { IncomingMessage } from 'node:http'
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { decode } from 'html-entities'
import { z } from 'zod'
import type { StorySummary } from '../dataset/story.ts'
import { RestError } from '../rest/errors.ts'
import { picture } from './picture.ts'
import type { Order, Product } from '../records.ts'
import { currencySymbol } from '../shapes/parts.ts'
import { lowestPrice } from '../shapes/product.ts'
import { orderStatuses, type WooState } from '../state.ts'
import { createCustomer } from '../writes/customers.ts'
import { createOrder, orderTotal, updateOrder } from '../writes/orders.ts'
import { updateProduct, updateVariation } from '../writes/products.ts'
import { layout } from './page-layout.ts'

type Env = { Bindings: { incoming: IncomingMessage } }
type Store = { state: WooState; story: () => Promise<StorySummary> }

const NEWEST = 12

const orderForm = z.object({
  item: z.string().regex(/^\d+(:\d+)?$/),
  quantity: z.coerce.number().int().min(1).max(99),
  first_name: z.string().trim().min(1),
  last_name: z.string().trim().min(1),
  email: z.string().trim().min(3),
  address_1: z.string().trim(),
  city: z.string().trim(),
  country: z.string().trim().length(2),
  note: z.string().trim(),
})
const customerForm = z.object({
  first_name: z.string().trim().min(1),
  last_name: z.string().trim().min(1),
  email: z.email(),
})
const priceForm = z.object({
  item: z.string().regex(/^\d+(:\d+)?$/),
  price: z.string().regex(/^\d+(\.\d{1,2})?$/),
})

const newest = <R extends { id: number; createdAt: number }>(records: Iterable<R>, now: number) =>
  [...records]
    .filter((record) => record.createdAt <= now)
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
    .slice(0, NEWEST)

const plain = (name: string) => decode(name)

function money(code: string, amount: string) {
  const symbol = currencySymbol(code).text
  return symbol === '' ? `${amount} ${code}` : `${symbol}${amount}`
}

/** What can be bought, as the forms name it: a product, or a product and one of its variations. */
function items(state: WooState) {
  return newest(state.products.values(), state.now() + 1)
    .concat([...state.products.values()].slice(0, 60))
    .filter((product, i, all) => all.indexOf(product) === i && product.status === 'publish')
    .flatMap((product): { value: string; label: string }[] => {
      const label = (name: string, price: string) =>
        `${plain(name)}: ${money(state.settings.currency, price)}`
      if (product.type === 'simple' && product.price !== '') {
        return [{ value: String(product.id), label: label(product.name, product.price) }]
      }
      return product.variationIds.flatMap((id) => {
        const variation = state.variations.get(id)
        if (!variation || variation.price === '') return []
        const options = variation.attributes.map(
          (a) => state.terms.get(Number(a.option))?.name ?? a.option,
        )
        const name = `${product.name} (${options.join(', ')})`
        return [{ value: `${product.id}:${id}`, label: label(name, variation.price) }]
      })
    })
}

function statusName(state: WooState, order: Order) {
  return orderStatuses(state).find((one) => one.slug === order.status)?.name ?? order.status
}

function ordersTable(state: WooState) {
  const rows = newest(state.orders.values(), state.now()).map((order) => {
    const cancelled = ['cancelled', 'refunded', 'trash'].includes(order.status)
    return html`<tr>
      <td>
        <strong>#${order.id}</strong><br /><small
          >${state.time.local(order.createdAt).replace('T', ' ')}</small
        >
      </td>
      <td>
        ${order.billing.first_name} ${order.billing.last_name}<br /><small
          >${order.billing.email}${order.customerId === 0 ? ' (guest)' : ''}</small
        >
      </td>
      <td><span class="status ${order.status}">${statusName(state, order)}</span></td>
      <td class="amount">${money(order.currency, orderTotal(order))}</td>
      <td>
        ${
          cancelled
            ? ''
            : html`<form method="post" action="/orders/${order.id}/status">
                <button name="status" value="cancelled" aria-label="Cancel order ${order.id}">
                  Cancel
                </button>
                ${
                  order.status === 'completed'
                    ? ''
                    : html`<button
                        name="status"
                        value="completed"
                        aria-label="Complete order ${order.id}"
                      >
                        Complete
                      </button>`
                }
              </form>`
        }
      </td>
    </tr>`
  })
  return html`<table>
    <thead>
      <tr>
        <th>Order</th>
        <th>Customer</th>
        <th>Status</th>
        <th class="amount">Total</th>
        <th><span class="hidden">Actions</span></th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function customersTable(state: WooState) {
  const accounts = [...state.customers.values()].filter((customer) => customer.role === 'customer')
  const rows = newest(accounts, state.now()).map(
    (customer) =>
      html`<tr>
        <td>${customer.firstName} ${customer.lastName}</td>
        <td>${customer.email}</td>
        <td>${state.time.local(customer.createdAt).slice(0, 10)}</td>
      </tr>`,
  )
  return html`<table>
    <thead>
      <tr>
        <th>Name</th>
        <th>E-mail</th>
        <th>Since</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function productsTable(state: WooState) {
  const rows = newest(state.products.values(), state.now()).map((product: Product) => {
    const price = lowestPrice(state, product)
    return html`<tr>
      <td>${plain(product.name) || '(no title)'}<br /><small>${product.sku}</small></td>
      <td>${product.type}</td>
      <td>${product.status}</td>
      <td class="amount">${price === '' ? '' : money(state.settings.currency, price)}</td>
    </tr>`
  })
  return html`<table>
    <thead>
      <tr>
        <th>Product</th>
        <th>Kind</th>
        <th>State</th>
        <th class="amount">Price</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function frontPage(state: WooState, message: string | null, problem: string | null) {
  const options = items(state).map(
    ({ value, label }) => html`<option value="${value}">${label}</option>`,
  )
  return layout(
    state.settings.name,
    html`
      <header>
        <h1>${state.settings.name}</h1>
        <p>
          ${state.settings.description}. This is your old store: whatever you change here, the next
          Recent Data migration should find.
        </p>
      </header>
      ${message ? html`<p class="message" role="status">${message}</p>` : ''}
      ${problem ? html`<p class="message problem" role="alert">${problem}</p>` : ''}
      <div class="forms">
        <form method="post" action="/orders">
          <h2>Place an order</h2>
          <label
            >Product
            <select name="item" required>
              ${options}
            </select></label
          >
          <label
            >Quantity <input name="quantity" type="number" min="1" max="99" value="1" required
          /></label>
          <label
            >First name <input name="first_name" value="Robin" autocomplete="off" required
          /></label>
          <label
            >Last name <input name="last_name" value="Marsh" autocomplete="off" required
          /></label>
          <label
            >E-mail
            <input
              name="email"
              type="email"
              value="robin.marsh@example.com"
              autocomplete="off"
              required
          /></label>
          <label>Street <input name="address_1" value="12 Cedar Lane" autocomplete="off" /></label>
          <label>City <input name="city" value="Oakland" autocomplete="off" /></label>
          <label
            >Country (two letters) <input name="country" value="US" pattern="[A-Za-z]{2}" required
          /></label>
          <label>Note <input name="note" autocomplete="off" /></label>
          <button>Place order</button>
        </form>
        <div>
          <form method="post" action="/customers">
            <h2>Register a customer</h2>
            <label>First name <input name="first_name" autocomplete="off" required /></label>
            <label>Last name <input name="last_name" autocomplete="off" required /></label>
            <label>E-mail <input name="email" type="email" autocomplete="off" required /></label>
            <button>Register</button>
          </form>
          <form method="post" action="/prices">
            <h2>Change a price</h2>
            <label
              >Product
              <select name="item" required>
                ${options}
              </select></label
            >
            <label
              >New price
              <input name="price" inputmode="decimal" pattern="[0-9]+(\\.[0-9]{1,2})?" required
            /></label>
            <button>Change price</button>
          </form>
          <form method="post" action="/story">
            <h2>Let some weeks pass</h2>
            <p>New products, customers and orders, refunds and edits, all at once.</p>
            <button>Make it happen</button>
          </form>
        </div>
      </div>
      <section>
        <h2>Newest orders</h2>
        ${ordersTable(state)}
      </section>
      <section>
        <h2>Newest customers</h2>
        ${customersTable(state)}
      </section>
      <section>
        <h2>Newest products</h2>
        ${productsTable(state)}
      </section>
      <footer>
        ${state.orders.size} orders, ${state.customers.size} accounts, ${state.products.size}
        products. Store time ${state.time.local(state.now()).replace('T', ' ')}
        (${state.time.zone}).
      </footer>
    `,
  )
}

/** The page of the shopkeeper: every button uses the functions the REST API uses. Works without scripts. */
export function mountPage(app: Hono<Env>, { state, story }: Store) {
  const act =
    (work: (form: unknown) => string | Promise<string>) => async (context: Context<Env>) => {
      try {
        const message = await work(await context.req.parseBody())
        return context.redirect(`/?done=${encodeURIComponent(message)}`, 303)
      } catch (error) {
        if (!(error instanceof RestError || error instanceof z.ZodError)) throw error
        const reason =
          error instanceof RestError
            ? error.message
            : `Please look at ${error.issues.map((issue) => issue.path.join(' ')).join(', ')} again.`
        return context.html(frontPage(state, null, reason), 400)
      }
    }
  const split = (item: string) => item.split(':').map(Number)

  app.get('/', (context) =>
    context.html(frontPage(state, context.req.query('done')?.slice(0, 200) ?? null, null)),
  )
  app.get('/wp-content/uploads/*', (context) =>
    context.body(new Uint8Array(picture(context.req.path)), 200, {
      'Content-Type': 'image/png',
      'Cache-Control': 'public, max-age=86400',
    }),
  )
  app.post(
    '/orders',
    act((form) => {
      const input = orderForm.parse(form)
      const [product = 0, variation] = split(input.item)
      const { first_name, last_name, email, address_1, city } = input
      const account = [...state.customers.values()].find(
        (customer) => customer.email.toLowerCase() === email.toLowerCase(),
      )
      const address = {
        first_name,
        last_name,
        address_1,
        city,
        country: input.country.toUpperCase(),
      }
      const order = createOrder(state, {
        customer_id: account?.id ?? 0,
        billing: { ...address, email },
        shipping: address,
        payment_method: 'stripe',
        payment_method_title: 'Credit card',
        set_paid: true,
        created_via: 'checkout',
        customer_note: input.note,
        line_items: [
          {
            product_id: product,
            ...(variation ? { variation_id: variation } : {}),
            quantity: input.quantity,
          },
        ],
        shipping_lines: [
          {
            method_id: 'flat_rate',
            instance_id: '4',
            method_title: 'Flat rate parcel',
            total: '6.90',
          },
        ],
      })
      return `Order #${order.id} was placed: ${money(order.currency, orderTotal(order))}.`
    }),
  )
  app.post('/orders/:id{[0-9]+}/status', async (context) =>
    act((form) => {
      const { status } = z.object({ status: z.enum(['cancelled', 'completed']) }).parse(form)
      const order = updateOrder(state, Number(context.req.param('id')), { status })
      return `Order #${order.id} is now ${statusName(state, order).toLowerCase()}.`
    })(context),
  )
  app.post(
    '/customers',
    act((form) => {
      const customer = createCustomer(state, { ...customerForm.parse(form), password: 'not kept' })
      return `${customer.firstName} ${customer.lastName} is registered.`
    }),
  )
  app.post(
    '/prices',
    act((form) => {
      const { item, price } = priceForm.parse(form)
      const [product = 0, variation] = split(item)
      const change = { regular_price: price, sale_price: '' }
      if (variation) updateVariation(state, variation, change)
      else updateProduct(state, product, change)
      const name = plain(state.products.get(product)?.name ?? '')
      return `${name} now costs ${money(state.settings.currency, price)}.`
    }),
  )
  app.post(
    '/story',
    act(async () => {
      const { newOrders, newCustomers, newProducts } = await story()
      return `Weeks passed: ${newOrders.length} orders, ${newCustomers.length} customers, ${newProducts.length} products, and some changes.`
    }),
  )
}
