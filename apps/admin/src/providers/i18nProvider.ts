import polyglotI18nProvider from 'ra-i18n-polyglot';
import english from 'ra-language-english';
import { mergeTranslations } from 'react-admin';
import { texts } from '../texts';

export const i18nProvider = polyglotI18nProvider(() => mergeTranslations(english, texts), 'en', [{ locale: 'en', name: 'English' }]);
