export * from './change-schema.ts'
export * from './rebase.ts'
