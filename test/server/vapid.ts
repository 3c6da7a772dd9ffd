import webPush from 'web-push';

const { publicKey, privateKey } = webPush.generateVAPIDKeys();

/** What turns Web Push on. */
export const VAPID = {
  VAPID_PUBLIC_KEY: publicKey,
  VAPID_PRIVATE_KEY: privateKey,
  VAPID_SUBJECT: 'mailto:house@example.com',
} as const;
