export { BatchScreen } from './batch.tsx';
export { BatchCommonScreen, BatchRowScreen } from './batch-answers.tsx';
export { BatchPhoneScreen } from './batch-phone.tsx';
export { BatchProgressScreen } from './batch-progress.tsx';
export { ResumeScreen } from './resume.tsx';
