/** The two channels between page and main; apart from the contract, so that the preload stays without its schemas. */
export const channels = { call: 'muster:call', event: 'muster:event' } as const
