import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../../../shared/logging/logger.ts';

/** How often the files are looked at. Reading two small files costs less than to follow folders and links reliably. */
const LOOK_MS = 2_000;
/** A chain of certificates, or a key, is a few kilobytes. */
const MAX_BYTES = 1024 * 1024;

/** Where the certificate of the edge is. */
export interface CertificateFiles {
  /** The certificate and those of its issuers (PEM). */
  readonly certFile: string;
  /** The private key (PEM). */
  readonly keyFile: string;
}

/** A certificate with its private key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads the files.
 *
 * @throws Error in one line, naming the variable to change, if they cannot be used. It never contains what is in them
 */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([
    readPem('TLS_CERT_FILE', files.certFile),
    readPem('TLS_KEY_FILE', files.keyFile),
  ]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Error(`TLS_CERT_FILE and TLS_KEY_FILE must be a certificate and its key in PEM (${code})`);
  }
  return { cert, key };
}

async function readPem(variable: string, path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength > MAX_BYTES) throw new Error(`larger than ${MAX_BYTES} bytes`);
    return bytes.toString('utf8');
  } catch (error) {
    throw new Error(`${variable} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Calls back with each new content of the files. Files that do not fit each other are in the middle of a change, or
 * wrong: they are logged once, and the certificate before stays in use.
 *
 * @returns ends it
 */
export function followCertificate(
  files: CertificateFiles,
  first: Certificate,
  logger: Logger,
  onChange: (next: Certificate) => void,
  lookMs: number = LOOK_MS,
): () => void {
  let current = first;
  let fault = '';
  let isLooking = false;

  async function look(): Promise<void> {
    try {
      const next = await readCertificate(files);
      fault = '';
      if (next.cert === current.cert && next.key === current.key) return;
      onChange(next);
      current = next;
      logger.info('certificate replaced');
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== fault) logger.warn('certificate cannot be replaced', { error });
      fault = text;
    }
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
