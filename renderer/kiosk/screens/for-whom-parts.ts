export { CompanyScreen } from './company.tsx';
export { ForWhomScreen } from './for-whom.tsx';
export { PrincipalScreen } from './principal.tsx';
export { WardScreen } from './ward.tsx';
