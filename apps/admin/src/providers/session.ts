/** Whether somebody was signed out without asking for it; the login page says so. */
export const session = { hasEnded: false };
