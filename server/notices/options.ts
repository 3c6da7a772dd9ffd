/** Web Push, as configured. */
export type PushOptions = {
  readonly publicKey: string;
  readonly privateKey: string;
  /** `mailto:` or `https:`. */
  readonly subject: string;
  /** For tests and closed networks: whether messages also go where the internet cannot. */
  readonly privateEndpoints: boolean;
};

/** E-mail, as configured. */
export type MailOptions = {
  readonly smtpUrl: string;
  readonly from: string;
  /** The house's own address, without a slash at its end. */
  readonly publicUrl: string;
};
