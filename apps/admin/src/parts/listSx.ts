/** Gives react-admin's list the whole width, its filters too. */
export const listSx = {
  '& .RaList-main, & .RaList-noResults': { width: '100%', minWidth: 0 },
  '& .RaList-actions': { display: 'block', minHeight: 0, backgroundColor: 'transparent' },
} as const;
