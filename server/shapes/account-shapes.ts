import { Type } from 'typebox';
import type { AccountChange, Gender, Me, SignedIn, SignIn, SignUp } from '../../auction/api.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { shapeOf } from './agreement.ts';

const GenderShape = shapeOf<Gender>()(
  Type.Enum(['female', 'male', 'other', 'undisclosed'], { title: 'Gender' }),
);

/** Visible text on one line. */
const NameShape = Type.String({
  pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$',
  maxLength: HTTP_LIMITS.nameLength,
  examples: ['Ann'],
});

const EmailShape = Type.String({
  format: 'email',
  maxLength: HTTP_LIMITS.emailLength,
  examples: ['ann@example.com'],
});

const { least, most } = HTTP_LIMITS.passwordLength;
export const PasswordShape = Type.String({
  minLength: least,
  maxLength: most,
  examples: ['correct horse battery'],
});
/** Of an account that exists: whether it is long enough is not what matters. */
export const KnownPasswordShape = Type.String({ minLength: 1, maxLength: most });

/** Nothing else may be sent along: above all no role. */
export const SignUpShape = shapeOf<SignUp>()(
  Type.Object(
    {
      email: EmailShape,
      password: PasswordShape,
      name: NameShape,
      birthDate: Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: `YYYY-MM-DD, ${HTTP_LIMITS.youngestYears} years ago or more`,
        examples: ['1990-05-17'],
      }),
      gender: GenderShape,
    },
    { title: 'SignUp', additionalProperties: false },
  ),
);

export const SignInShape = shapeOf<SignIn>()(
  Type.Object(
    { email: EmailShape, password: KnownPasswordShape },
    { title: 'SignIn', additionalProperties: false },
  ),
);

/** What people may change about themselves. */
export const AccountChangeShape = shapeOf<AccountChange>()(
  Type.Object(
    {
      name: Type.Optional(NameShape),
      birthDate: Type.Optional(SignUpShape.properties.birthDate),
      gender: Type.Optional(GenderShape),
    },
    { title: 'AccountChange', additionalProperties: false, minProperties: 1 },
  ),
);

export const MeShape = shapeOf<Me>()(
  Type.Object(
    {
      id: Type.String(),
      email: Type.String(),
      name: Type.String(),
      birthDate: Type.String(),
      gender: GenderShape,
      role: Type.Enum(['user', 'admin']),
    },
    { title: 'Me' },
  ),
);

const signedIn = {
  token: Type.String({ description: 'for `Authorization: Bearer`' }),
  user: MeShape,
};

/** Beside the token in the body, its header says the same, and a browser gets a cookie. */
export const SignedInShape = shapeOf<SignedIn>()(
  Type.Object(signedIn, {
    title: 'SignedIn',
    description: 'Signed in: here is the token, and a browser also gets a cookie.',
    headers: {
      'set-auth-token': Type.String({ description: 'the token, percent-encoded' }),
      'set-cookie': Type.String({ description: 'the session, for browsers' }),
    },
  }),
);
