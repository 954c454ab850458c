import type { Change } from '../../src-shared/domain/change.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import { failureWords } from '../messages/words.ts'
import { t } from '../messages/text.ts'
import type { Work } from './use-saving.ts'

/** Brings a deleted user back, whatever its version; answers the sentence of why not, or null. */
export async function restore(work: Work, id: string, name: string): Promise<string | null> {
  const change: Change = { target: { id }, base: {}, baseVersion: null, action: 'restore' }
  try {
    const { outcome } = await work.send(change)
    switch (outcome.state) {
      case 'applied':
      case 'noChange':
      case 'waiting':
        return null
      case 'refused':
      case 'notSent':
        return sentenceOf(outcome.failure)
      case 'conflict':
        return sentenceOf({ kind: 'conflict', theirs: outcome.theirs })
      case 'unknown':
        return t('users.ended.unknown', { name })
    }
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    return sentenceOf(error.failure)
  }
}

function sentenceOf(failure: Failure): string {
  const { title, text } = failureWords(failure, 'saving')
  return `${title} ${text}`
}
