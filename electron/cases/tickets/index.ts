export { TICKET_LIMITS } from './check.ts';
export { ticketDeadlines } from './deadlines.ts';
export { loadTicketRoutes, type TicketRoutes } from './routes.ts';
export { TICKET_LOOK_MS, Tickets, type TicketsDeps } from './service.ts';
export * from './types.ts';
