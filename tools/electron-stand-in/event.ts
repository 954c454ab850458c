/** Electron's event object: what a listener may prevent, and the event's own fields. */
export type PreventableEvent<Fields extends object = object> = Fields & {
  defaultPrevented: boolean
  preventDefault: () => void
}

/** An event that nobody has prevented yet. */
export function createEvent<Fields extends object>(fields: Fields): PreventableEvent<Fields> {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}
