/** Lines the form up with the heading of its drawer. */
export const formSx = { px: 3, pt: 1, pb: 0, '& .ra-input': { mt: 0, mb: 1.5 } } as const;

export const toolbarSx = { justifyContent: 'space-between', '&.MuiToolbar-root': { px: 3 } } as const;
