# One image for both programs: the auction server (what it runs by itself) and the recommender (`node recommender/main.ts`).
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /house
# A change of our own files leaves this layer as it is.
COPY package.json package-lock.json .npmrc ./
COPY client-sdk/package.json client-sdk/
# What only tests and builds need stays out, and so does the Node that npm brings along for machines with an older one.
RUN npm ci --omit=dev --workspaces=false --include-workspace-root --no-audit --no-fund \
 && rm -rf node_modules/node-linux-*

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=2567 RECOMMENDER_HOST=0.0.0.0 RECOMMENDER_PORT=2568 DATA_FOLDER=/data
WORKDIR /house
# A new volume takes its owner from here.
RUN install --directory --owner=node --group=node /data /data/images /data/recommender
COPY --from=packages /house/node_modules node_modules
COPY package.json ./
COPY auction auction
COPY persistence persistence
COPY rooms rooms
COPY recommender recommender
COPY server server
COPY deploy/container deploy/container
USER node
EXPOSE 2567 2568
# Whether it lives. Whether it is of use is for the balancer: a container that cannot reach its database is not helped by a restart.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "deploy/container/health.ts", "http://127.0.0.1:2567/health/live"]
# No shell and no npm in between: SIGTERM reaches the server, which then needs ten seconds at most.
STOPSIGNAL SIGTERM
CMD ["node", "server/main.ts"]
