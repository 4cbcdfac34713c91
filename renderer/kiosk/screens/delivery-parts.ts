export { DeliveryScreen } from './delivery.tsx';
export { FeeScreen } from './fee.tsx';
export { MailAddressScreen } from './mail-address.tsx';
