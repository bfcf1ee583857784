import type { FakeClock } from '../../helpers/time/fake-clock.ts'
import { woocommerceStore } from '../../helpers/stores/both-stores.ts'
import type { CaseFile } from '../case-file.ts'
import { removeRows, writeRows } from '../rows.ts'
import type { CaseStore } from './case-store.ts'

export async function openWooCommerce(
  { currency, timezone, weightUnit, statuses }: CaseFile['store'],
  clock: FakeClock,
): Promise<CaseStore> {
  const opened = await woocommerceStore({ dataset: 'empty', timezone, currency })(clock)
  const { state } = opened.woo
  const { raw, settings, time } = state
  settings.weightUnit = weightUnit
  settings.customStatuses = statuses
  const now = () => time.gmt(state.now())
  return {
    ...opened,
    write: (rows, { isLater, ...where }) =>
      writeRows(raw, rows, { ...where, time, ...(isLater ? { when: now() } : {}) }),
    remove: (gone, { shift }) => removeRows(raw, gone, { when: now(), time, shift }),
    answer: (answers) => {
      raw.answers = structuredClone(answers)
    },
  }
}
