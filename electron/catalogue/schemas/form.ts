/** A form of `assets/catalogue/forms`: the screen reads the very same data, so its schema stands in the contract. */
export { formIdSchema, formSchema as formFileSchema } from '../../contract/index.ts';
export type { FormFile } from '../../core/index.ts';
