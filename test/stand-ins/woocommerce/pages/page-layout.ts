import { html, raw } from 'hono/html'

const STYLE = `
:root { color-scheme: light; font: 16px/1.5 Georgia, 'Times New Roman', serif; color: #2b2a27; background: #f7f4ee; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 2.25rem; margin: 0; } h2 { font-size: 1.2rem; margin: 0 0 .5rem; }
header { border-bottom: 1px solid #d9d2c3; margin-bottom: 1.5rem; }
.forms { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.forms form { background: #fff; border: 1px solid #e3dccd; border-radius: .5rem; padding: 1rem; margin-bottom: 1.5rem; }
label { display: block; margin-bottom: .6rem; font-size: .9rem; }
input, select { box-sizing: border-box; width: 100%; font: inherit; padding: .4rem .5rem; border: 1px solid #b9b09d; border-radius: .3rem; background: #fff; color: inherit; }
button { font: inherit; font-size: .9rem; padding: .4rem .9rem; border: 1px solid #3f5b4a; border-radius: .3rem; background: #3f5b4a; color: #fff; cursor: pointer; }
td button { background: #fff; color: #3f5b4a; padding: .1rem .5rem; margin: 0 .2rem .2rem 0; }
:focus-visible { outline: 3px solid #c98a2b; outline-offset: 2px; }
section { margin-top: 2rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: #fff; border: 1px solid #e3dccd; }
th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid #eee7d9; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { min-width: 8rem; } .amount { text-align: right; white-space: nowrap; }
small { color: #6d675b; }
.status { background: #eee7d9; border-radius: 1rem; padding: .1rem .6rem; font-size: .85rem; white-space: nowrap; }
.status.completed, .status.processing { background: #dce9de; } .status.cancelled, .status.failed, .status.refunded { background: #f1dcd5; }
.message { background: #dce9de; border-radius: .4rem; padding: .6rem 1rem; } .message.problem { background: #f1dcd5; }
.hidden { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
footer { margin-top: 2rem; color: #6d675b; font-size: .9rem; }
`

export function layout(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title}, the old store</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`
}
