export { type CameraTrouble, cameraStands } from './open-camera.ts';
export {
  type Corners,
  createSheetReader,
  type PageFault,
  type Point,
  type Seen,
  type SheetReader,
  type TakenPage,
} from './sheet/index.ts';
export { tellCamera } from './tell-camera.ts';
export { type CameraState, type OpenCamera, useCamera, useVideo } from './use-camera.ts';
export { frameOf, WatchPicture, type WatchPictureProps } from './watch-picture.tsx';
