/** Lines the form up with the heading of its drawer; on phones its buttons lie over its end. */
export const formSx = { px: 3, pt: 1, pb: { xs: 9, sm: 0 }, '& .ra-input': { mt: 0, mb: 1.5 } } as const;

export const toolbarSx = {
  justifyContent: 'space-between',
  '&.MuiToolbar-root': { px: 3, bgcolor: { xs: 'background.paper', sm: 'transparent' } },
} as const;
