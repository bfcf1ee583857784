/** For empty states; a file of our own, so that no foreign server is asked. */
export const EMPTY_IMAGE = '/empty.svg'
