import { useEffect } from 'react';

const least = 640;
/** What a browser and an LMS take of the screen above and below the frame, about. */
const aroundFrame = 280;

let ownScroll = false;

const tell = () => {
  if (window.parent === window) return;
  const { scrollHeight } = document.documentElement;
  const height = ownScroll ? window.screen.availHeight - aroundFrame : scrollHeight;
  window.parent.postMessage({ subject: 'lti.frameResize', height: Math.max(least, height) }, '*');
};

/** Tells the LMS how tall the page is, so that it need not scroll in a frame. Canvas' lti.frameResize; says nothing else. */
export const useFrameHeight = () => {
  useEffect(() => {
    const observer = new ResizeObserver(tell);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
};

/** For a page that keeps something in view while it scrolls, which a frame as tall as all of it could not. */
export const useOwnScroll = () => {
  useEffect(() => {
    ownScroll = true;
    tell();
    return () => {
      ownScroll = false;
      tell();
    };
  }, []);
};
