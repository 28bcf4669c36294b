/** An alert with a button: beside the text, on phones below it. */
export const alertActionSx = {
  flexWrap: { xs: 'wrap', sm: 'nowrap' },
  overflowWrap: 'anywhere',
  '& .MuiAlert-message': { flex: { xs: '1 1 calc(100% - 40px)', sm: 1 }, minWidth: 0 },
  '& .MuiAlert-action': { pl: { xs: 3, sm: 2 }, pt: { xs: 0, sm: 0.5 }, ml: { xs: 0, sm: 'auto' }, mr: 0 },
  '& .MuiAlert-action .MuiButton-root': { whiteSpace: 'nowrap' },
} as const;
