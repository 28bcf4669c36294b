import type { Theme, ThemeOptions } from '@mui/material';
import { deepmerge } from '@mui/utils';
import { defaultDarkTheme, defaultLightTheme } from 'react-admin';
import type { Outcome } from './parts/outcomes';

declare module '@mui/material/styles' {
  interface Palette {
    outcome: Record<Outcome, string>;
  }
  interface PaletteOptions {
    outcome?: Record<Outcome, string>;
  }
}

export const monospace = 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace';

const common: ThemeOptions = {
  shape: { borderRadius: 8 },
  sidebar: { width: 240, closedWidth: 56 },
  typography: {
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
    h1: { fontSize: '1.625rem', fontWeight: 600, lineHeight: 1.25 },
    h2: { fontSize: '1.125rem', fontWeight: 600, lineHeight: 1.35 },
    h3: { fontSize: '0.9375rem', fontWeight: 600, lineHeight: 1.4 },
    button: { textTransform: 'none', fontWeight: 600 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        body: { fontVariantNumeric: 'tabular-nums' },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': {
            animationDuration: '0.01ms !important',
            animationIterationCount: '1 !important',
            transition: 'none !important',
          },
        },
      },
    },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiCard: { defaultProps: { variant: 'outlined' } },
    MuiTextField: { defaultProps: { variant: 'outlined' } },
    MuiFormControl: { defaultProps: { variant: 'outlined' } },
    MuiTableCell: { styleOverrides: { head: { fontWeight: 600, whiteSpace: 'nowrap' } } },
    MuiAlertTitle: { styleOverrides: { root: { fontWeight: 600 } } },
    MuiLink: { defaultProps: { underline: 'hover' } },
    RaMenuItemLink: {
      styleOverrides: {
        root: ({ theme }: { theme: Theme }) => ({
          margin: theme.spacing(0.5, 1),
          padding: theme.spacing(1, 1),
          borderRadius: theme.shape.borderRadius,
          '&.RaMenuItemLink-active': { backgroundColor: theme.palette.action.selected, fontWeight: 600 },
          '&.RaMenuItemLink-active .RaMenuItemLink-icon': { color: theme.palette.primary.main },
        }),
      },
    },
    RaLayout: { styleOverrides: { root: { minWidth: 0, '& .RaLayout-content': { minWidth: 0, padding: 0 } } } },
    RaSkipNavigationButton: {
      styleOverrides: {
        // react-admin's own is white on nearly white
        root: ({ theme }: { theme: Theme }) => ({
          '&, &:hover': { backgroundColor: theme.palette.primary.main, color: theme.palette.primary.contrastText },
        }),
      },
    },
    RaBulkActionsToolbar: {
      styleOverrides: {
        // react-admin's own lies over what stands above the table; ours over the head beside its checkbox, where there is room
        root: ({ theme }: { theme: Theme }) => ({
          '& .RaBulkActionsToolbar-toolbar': {
            left: 56,
            height: 38,
            minHeight: 38,
            padding: theme.spacing(0, 1),
            transform: 'none',
            backgroundColor: theme.palette.background.paper,
            borderBottom: `1px solid ${theme.palette.divider}`,
            [theme.breakpoints.down('lg')]: { position: 'static', height: 'auto', flexWrap: 'wrap', padding: theme.spacing(0.5, 2) },
          },
          '& .RaBulkActionsToolbar-title': { flexWrap: 'wrap' },
          '& .RaBulkActionsToolbar-topToolbar': { flexWrap: 'wrap', padding: 0 },
        }),
      },
    },
    RaToolbar: { styleOverrides: { root: { backgroundColor: 'transparent' } } },
  },
};

const bar = (backgroundColor: string): ThemeOptions => ({
  components: { MuiAppBar: { styleOverrides: { root: { backgroundColor, color: '#fff', backgroundImage: 'none' } } } },
});

export const lightTheme: ThemeOptions = [
  common,
  bar('#1565c0'),
  {
    palette: {
      primary: { main: '#1565c0' },
      secondary: { main: '#1565c0' },
      background: { default: '#f6f7f9' },
      outcome: {
        created: '#2e7d32',
        updated: '#1565c0',
        unchanged: '#757575',
        rejected: '#c62828',
        superseded: '#7b1fa2',
        notProcessed: '#8a8d91',
      },
    },
  },
].reduce<ThemeOptions>((theme, more) => deepmerge(theme, more), defaultLightTheme);

/** Dialogs and drawers stand out by their own shade; MUI's veil, which grows with the elevation, would be a fog. */
const raised: ThemeOptions = {
  components: {
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiDialog: { styleOverrides: { paper: { backgroundColor: '#262b32' } } },
    MuiDrawer: { styleOverrides: { paper: { backgroundColor: '#1d2126' } } },
    MuiMenu: { styleOverrides: { paper: { backgroundColor: '#262b32' } } },
  },
};

export const darkTheme: ThemeOptions = [
  common,
  raised,
  bar('#12304f'),
  {
    palette: {
      primary: { main: '#90caf9' },
      secondary: { main: '#90caf9' },
      error: { main: '#ef9a9a', dark: '#e57373' }, // readable under the mouse too
      background: { default: '#15181c', paper: '#1d2126' },
      outcome: {
        created: '#81c784',
        updated: '#90caf9',
        unchanged: '#bdbdbd',
        rejected: '#ef9a9a',
        superseded: '#ce93d8',
        notProcessed: '#8f969e',
      },
    },
  },
].reduce<ThemeOptions>((theme, more) => deepmerge(theme, more), defaultDarkTheme);
