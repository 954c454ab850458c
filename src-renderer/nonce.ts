// naive-ui makes style elements and has no option for a nonce; the policy of the page refuses those without. So every
// style element gets the nonce of the page's own meta element. This must be the first import of the page.
/* eslint-disable @typescript-eslint/no-deprecated -- only an overload for old element names is */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
const create = document.createElement.bind(document)

const createWithNonce = (name: string, options?: ElementCreationOptions): HTMLElement => {
  const element = create(name, options)
  if (element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}
// the overloads of createElement cannot be told by one function
document.createElement = createWithNonce
