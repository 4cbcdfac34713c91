export { type CameraTrouble, cameraStands } from './open-camera.ts';
export { type CameraState, type LiveCamera, useCamera } from './use-camera.ts';
export { frameOf, WatchPicture, type WatchPictureProps } from './watch-picture.tsx';
