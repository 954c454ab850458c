/** Where a copy is, and whose it is. */
export interface CopyPlace {
  file: string
  /** 32 bytes as hex. */
  key: string
  /** Server and account that the rows belong to. */
  owner: string
  /** What the account may see; a copy of another scope is emptied before its first window. */
  scope: string
}

/** What was found in place of a copy that can be used. */
export type CopyTrouble = 'damaged' | 'newer' | 'full' | 'readOnly'

/** What an error of the database means for the copy; null for a defect of ours. */
export function troubleOf(error: unknown): CopyTrouble | null {
  if (!(error instanceof Error)) return null
  if (error.message.includes('written by a later version')) return 'newer'
  const code = 'code' in error ? String(error.code) : ''
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return 'full'
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_BUSY|EROFS|EACCES|EPERM)/.test(code)) return 'readOnly'
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR|FORMAT)/.test(code)) return 'damaged'
  // a table that is not as the migrations made it
  return code === 'SQLITE_ERROR' || error.message.includes('the copy has no') ? 'damaged' : null
}
