export { type StaffCallRecord, StaffCalls } from './staff-calls.ts';
export type { VideoCallNews, VideoCallState, VideoPort } from './video.ts';
