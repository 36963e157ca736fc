/** Lets the browser save what stands at an address as a file. */
export const saveFrom = (url: string, fileName: string): void => {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
};

/** Lets the browser save something as a file. */
export const saveFile = (fileName: string, file: Blob): void => {
  const url = URL.createObjectURL(file);
  saveFrom(url, fileName);
  URL.revokeObjectURL(url);
};

export const saveText = (fileName: string, type: string, text: string): void =>
  saveFile(fileName, new Blob([text], { type: `${type};charset=utf-8` }));
