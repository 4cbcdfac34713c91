export { tellCamera } from '../../camera/index.ts';
export { CameraScreen } from './camera.tsx';
