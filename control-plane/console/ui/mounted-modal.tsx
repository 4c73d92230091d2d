import { Modal, type ModalProps } from '@mantine/core';
import { useEffect } from 'react';
import { focusContent } from './focus-content.ts';

/** A modal that is there only while it is open. When it goes, the focus goes back to what opened it. */
export function MountedModal(props: Omit<ModalProps, 'opened'>) {
  useEffect(() => {
    const before = document.activeElement;
    return () => focusContent(before);
  }, []);
  return <Modal opened {...props} />;
}
