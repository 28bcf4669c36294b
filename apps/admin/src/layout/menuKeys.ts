/** Keys that lead to a screen, one after the other. */
export const menuKeys = {
  products: 'g>p',
  imports: 'g>i',
  customers: 'g>c',
  purchases: 'g>u',
  irregularities: 'g>r',
  webhooks: 'g>w',
} as const;
