import { kitSays } from '#app/migration/messages/kit.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { Ask } from '#app/migration/carts/magento/facts/ask.ts'
import { SourceRequestError } from '#app/migration/carts/kit/http/recovery.ts'
import { saidOf } from './magento-said.ts'

type Responder = (query: Readonly<Record<string, string>>) => unknown

/** Answers questions by their path, and remembers what was asked. What it does not know is a 404. */
export function fakeStore(answers: Record<string, Responder | object>) {
  const asked: { path: string; query: Readonly<Record<string, string>> }[] = []
  const told: string[] = []
  const ask: Ask = (path, query = {}) => {
    asked.push({ path, query })
    if (!Object.hasOwn(answers, path)) return Promise.reject(refusal(404))
    const answer = answers[path]
    try {
      return Promise.resolve(isResponder(answer) ? answer(query) : answer)
    } catch (error) {
      return Promise.reject(error)
    }
  }
  return {
    ask,
    asked,
    told,
    notice: (message: Message) => {
      told.push(saidOf(message))
    },
    times: (path: string) => asked.filter((each) => each.path === path).length,
  }
}

const isResponder = (answer: unknown): answer is Responder => typeof answer === 'function'

/** As the client gives it on. */
export function refusal(status: number): SourceRequestError {
  return new SourceRequestError(
    {
      problem: status === 401 ? 'NO_READ_PERMISSION' : 'BROKEN_ANSWER',
      recovery:
        status === 401
          ? { repeat: false, then: 'pause', pause: 'SOURCE_CREDENTIALS' }
          : { repeat: false, then: 'refused' },
      say: kitSays('answerNotKnown'),
    },
    { status },
  )
}

export const page = (items: unknown, total_count = Array.isArray(items) ? items.length : 0) => ({
  items,
  search_criteria: {},
  total_count,
})
